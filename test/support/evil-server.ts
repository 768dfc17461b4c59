// A server that answers an intake's requests in whatever way a test wants, and counts them.
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { freePort } from './process.js';

export type Behaviour = (request: IncomingMessage, response: ServerResponse, seen: Seen) => void;

export interface Seen {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
}

export interface EvilServer {
  url: string;
  seen: Seen[];
  close(): Promise<void>;
}

/** `behave` is called when the request's headers are there; the body is read away unless it does so itself. */
export async function startEvil(behave: Behaviour): Promise<EvilServer> {
  const port = await freePort();
  const seen: Seen[] = [];
  const sockets = new Set<Socket>();
  const server = http.createServer({ requestTimeout: 0 }, (request, response) => {
    const one = { method: request.method ?? '', path: request.url ?? '', headers: request.headers };
    seen.push(one);
    request.on('error', () => undefined);
    response.on('error', () => undefined);
    behave(request, response, one);
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** Reads the body, then answers. */
export const answer =
  (status: number, body: unknown = '', headers: Record<string, string> = {}): Behaviour =>
  (request, response) => {
    request.resume().on('end', () => {
      // Not chained: restify, where it is loaded, makes writeHead return nothing, for every server of the process.
      response.writeHead(status, headers);
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  };

/** What an honest intake says to this request. */
export function honest({ path, headers }: Seen): Record<string, unknown> {
  const [, id, number] = /^\/v1\/reports\/([0-9a-f]+)\/files\/(\d+)$/.exec(path) ?? [];
  return id === undefined
    ? { reportId: headers['idempotency-key'], receivedHour: '2026-11-23T20' }
    : { reportId: id, file: Number(number) };
}
