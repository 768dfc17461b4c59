// Reads one JSON body of limited size. Holds no more than the limit in memory and says of a bad body only that it is bad.
import type { IncomingMessage } from 'node:http';

export type JsonBody = { kind: 'json'; value: unknown } | { kind: 'tooLarge' } | { kind: 'malformed' };

/** Null when there is more than `limit` bytes. */
export async function readBytes(source: AsyncIterable<Uint8Array>, limit: number): Promise<Buffer | null> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of source) {
    length += chunk.length;
    if (length > limit) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** An empty body is an empty object: clients send none where every field may be left out. */
export function parseJson(bytes: Buffer): JsonBody {
  if (bytes.length === 0) return { kind: 'json', value: {} };
  try {
    return { kind: 'json', value: JSON.parse(bytes.toString('utf8')) as unknown };
  } catch {
    // The error of JSON.parse quotes the body.
    return { kind: 'malformed' };
  }
}

export async function readJson(req: IncomingMessage, limit: number): Promise<JsonBody> {
  if (Number(req.headers['content-length'] ?? 0) > limit) return { kind: 'tooLarge' };
  // The request must outlive a body that is cut short, or there would be nobody left to answer.
  const source = req.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>;
  const bytes = await readBytes(source, limit);
  return bytes ? parseJson(bytes) : { kind: 'tooLarge' };
}
