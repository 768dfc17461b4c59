// The intake's server: listens, keeps every connection within bounds of time, and stops without cutting off what is being kept. It
// speaks plain HTTP on loopback only.
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { Fault } from '../../ports/fault.js';
import { problem, type Answer } from './answer.js';
import type { HandleRequest } from './handle-request.js';
import type { ServeEvent } from './serve-event.js';

interface IntakeServerOptions {
  handle: HandleRequest;
  /** PEM; null: plain HTTP. */
  tls: { key: string; cert: string } | null;
  log: (event: ServeEvent) => void;
  patience?: Partial<ServerPatience>;
}

/** Ms. */
export interface ServerPatience {
  /** For the whole of a request with its body. */
  request: number;
  headers: number;
  /** Without a byte in either direction. */
  silence: number;
  /** That requests get when the server stops. */
  stop: number;
}

export interface IntakeServer {
  /** Resolves with the port; 0 takes a free one. Throws Fault config.wrong where it cannot listen, or may not without TLS. */
  listen(port: number, host: string): Promise<number>;
  /** Lets requests finish that are under way, refuses others. */
  stop(): Promise<void>;
}

const defaults: ServerPatience = { request: 75_000, headers: 10_000, silence: 20_000, stop: 10_000 };

export const isLoopback = (host: string): boolean => ['localhost', '127.0.0.1', '::1', '[::1]'].includes(host);

/** Status lines for what is no request that a handler could see. */
const brokenRequests: Record<string, 400 | 408 | 431> = { ERR_HTTP_REQUEST_TIMEOUT: 408, HPE_HEADER_OVERFLOW: 431 };

function refuseBroken(cause: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable || cause.code === 'ECONNRESET') return void socket.destroy();
  const { status, headers, body } = problem(brokenRequests[cause.code ?? ''] ?? 400);
  const lines = Object.entries({ ...headers, 'content-length': String(body.length), connection: 'close' });
  socket.end(
    `HTTP/1.1 ${status} ${http.STATUS_CODES[status]}\r\n${lines.map((line) => line.join(': ')).join('\r\n')}\r\n\r\n${body}`,
    () => socket.destroy(),
  );
}

export function createIntakeServer({ handle, tls, log, patience: given }: IntakeServerOptions): IntakeServer {
  const patience = { ...defaults, ...given };
  let isStopping = false;
  const options = {
    requestTimeout: patience.request,
    headersTimeout: Math.min(patience.headers, patience.request),
    connectionsCheckingInterval: Math.min(1_000, patience.request),
  };
  const server =
    tls === null ? http.createServer(options) : https.createServer({ ...options, ...tls, minVersion: 'TLSv1.2' });
  server.timeout = patience.silence;
  server.maxConnections = 512;

  function say(request: IncomingMessage, response: ServerResponse, { status, headers, body, event }: Answer): void {
    if (event !== null) log(event);
    if (isStopping) response.setHeader('connection', 'close');
    response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body), 'cache-control': 'no-store' });
    response.end(body);
    // What nobody wants is read away, so that the answer is not lost with the connection; `request` timeout bounds it.
    request.resume();
  }

  function serve(request: IncomingMessage, response: ServerResponse, proceed: () => void): void {
    // Whoever goes away while a request or its answer is under way.
    request.on('error', () => undefined);
    response.on('error', () => undefined);
    if (isStopping) return say(request, response, problem(503));
    void handle(request, proceed).then((answer) => say(request, response, answer));
  }

  server.on('request', (request, response) => serve(request, response, () => undefined));
  server.on('checkContinue', (request, response) => serve(request, response, () => response.writeContinue()));
  server.on('checkExpectation', (request, response) => say(request, response, problem(417)));
  server.on('clientError', refuseBroken);

  return {
    listen: async (port, host) => {
      if (tls === null && !isLoopback(host)) {
        throw new Fault(
          'config.wrong',
          'Without --tls-key and --tls-cert the intake serves loopback only (127.0.0.1).',
        );
      }
      await new Promise<void>((resolve, reject) => {
        server.once('error', (cause: NodeJS.ErrnoException) => {
          reject(
            new Fault('config.wrong', `Port ${port} on ${host} cannot be used (${cause.code}). Set another.`, cause),
          );
        });
        server.listen(port, host, resolve);
      });
      const { port: taken } = server.address() as AddressInfo;
      log({ event: 'listening', port: taken, isTls: tls !== null });
      return taken;
    },
    stop: async () => {
      isStopping = true;
      log({ event: 'stopping' });
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      const end = setTimeout(() => server.closeAllConnections(), patience.stop);
      await closed;
      clearTimeout(end);
      log({ event: 'stopped' });
    },
  };
}
