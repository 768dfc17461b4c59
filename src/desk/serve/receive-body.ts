// Takes a request's body in, up to a limit, and tells apart why it may end early. It never waits for the rest of what is refused.
import type { IncomingMessage } from 'node:http';

/** The body has more bytes than it may. */
export class TooLarge extends Error {}
/** The caller went away, or took too long, before the body was whole. */
export class CutOff extends Error {}

/** Throws TooLarge or CutOff. The connection stays usable for an answer. */
export async function* receiveBody(request: IncomingMessage, limit: number): AsyncGenerator<Uint8Array> {
  let length = 0;
  const chunks = request.iterator({ destroyOnReturn: false });
  for (;;) {
    let next: IteratorResult<Uint8Array>;
    try {
      next = (await chunks.next()) as IteratorResult<Uint8Array>;
    } catch (cause) {
      throw new CutOff('The body broke off.', { cause });
    }
    if (next.done === true) break;
    length += next.value.length;
    if (length > limit) throw new TooLarge('The body is too large.');
    yield next.value;
  }
  // A request that was cut can end without an error.
  if (!request.complete) throw new CutOff('The body broke off.');
}

/** The whole of a small body. */
export async function receiveWhole(request: IncomingMessage, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of receiveBody(request, limit)) chunks.push(chunk);
  return new Uint8Array(Buffer.concat(chunks));
}
