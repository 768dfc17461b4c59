// One HTTP request and its answer, within bounds that the other side cannot stretch: time, silence and size. It follows no
// redirect, accepts no certificate that does not verify, whatever the environment says, and keeps nothing of an answer but its
// status and its text.
import { once } from 'node:events';
import http, { type ClientRequest, type IncomingMessage } from 'node:http';
import https from 'node:https';
import { SourceFailure } from './own-files.js';

export interface Outgoing {
  method: 'PUT' | 'POST';
  url: URL;
  headers: Record<string, string>;
  /** Bytes are sent at once. A source is opened when the server says that it wants the body, or says nothing for `courtesy`. */
  body: Uint8Array | (() => AsyncIterable<Uint8Array>);
}

export interface Bounds {
  /** Ends it, whatever it is doing. */
  until: AbortSignal;
  /** Ms for all of it. A timer of its own: one inside AbortSignal.any may be collected before it fires. */
  time: number;
  /** Ms without any progress: connecting, no byte of the body taken, no headers after it, answer not whole. */
  silence: number;
  /** Ms that a server may think before the body comes unasked; some never say 100 Continue. */
  courtesy: number;
}

export interface Answer {
  status: number;
  text: string;
}

/** Bytes of an answer; an acknowledgement has a hundred. */
const answerCap = 64 * 1024;

/** Null where the answer is larger than any of ours. Throws when it breaks off. */
async function readCapped(response: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > answerCap) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Sends what `source` gives, as fast as it is taken. Throws SourceFailure; returns where the request is over before it. */
async function pump(request: ClientRequest, source: AsyncIterable<Uint8Array>, progress: () => void): Promise<void> {
  const over = new AbortController();
  request.once('close', () => over.abort());
  for await (const chunk of source) {
    if (request.destroyed) return;
    if (!request.write(chunk)) {
      const isGone = await once(request, 'drain', { signal: over.signal }).then(
        () => false,
        () => true,
      );
      if (isGone) return;
    }
    progress();
  }
  request.end();
}

/** Calls `begin` once: at 100 Continue, or `courtesy` ms after the connection stands. */
function whenWanted(request: ClientRequest, courtesy: number, begin: () => void): void {
  let timer: NodeJS.Timeout | undefined;
  const wait = () => (timer = setTimeout(begin, courtesy));
  request.once('continue', begin);
  request.once('socket', (socket) => {
    if (socket.connecting) socket.once('connect', wait);
    else wait();
  });
  for (const event of ['continue', 'response', 'close']) request.once(event, () => clearTimeout(timer));
}

/**
 * The answer, or null where there is none that can be relied on: no connection, a certificate that does not verify, silence, time
 * up, cut off, too large. Rejects only with the SourceFailure of the body.
 */
export function exchange(agent: http.Agent, outgoing: Outgoing, bounds: Bounds): Promise<Answer | null> {
  const { method, url, body } = outgoing;
  if (bounds.until.aborted) return Promise.resolve(null);
  const isStream = typeof body === 'function';
  const headers = {
    ...outgoing.headers,
    ...(isStream ? { expect: '100-continue' } : { 'content-length': String(body.length) }),
  };
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? https : http).request(url, { method, headers, agent });
    const end = () => void request.destroy();
    const whole = setTimeout(end, bounds.time);
    const silence = setTimeout(end, bounds.silence);
    const progress = () => void silence.refresh();
    bounds.until.addEventListener('abort', end, { once: true });

    let isAnswered = false;
    request.once('response', (response) => {
      isAnswered = true;
      progress();
      readCapped(response)
        .then((text) => resolve(text === null ? null : { status: response.statusCode ?? 0, text }))
        .catch(() => resolve(null))
        .finally(() => {
          // Who answers before the end of the body does not want the rest.
          if (!request.writableFinished) request.destroy();
        });
    });
    request.once('socket', (socket) => socket.once('connect', progress));
    // 'close' follows; an error must only have a listener.
    request.on('error', () => undefined);
    request.once('close', () => {
      clearTimeout(whole);
      clearTimeout(silence);
      bounds.until.removeEventListener('abort', end);
      // An answer that has begun is read to its end, or breaks off, and says so itself.
      if (!isAnswered) resolve(null);
    });

    if (!isStream) request.end(body);
    else {
      whenWanted(request, bounds.courtesy, () => {
        progress();
        pump(request, body(), progress).catch((cause: unknown) => {
          if (cause instanceof SourceFailure) reject(cause);
          request.destroy();
        });
      });
    }
  });
}
