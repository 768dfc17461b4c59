// All sockets of this process: lets them in by stream token and origin, wakes them when there is news, pings them, and sends
// them away at a stop so that they come back elsewhere. A URL with a token is never logged here.
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { Fault } from '../../ports/fault.js';
import type { Clock, Fanout, Log } from '../../ports/world.js';
import type { Chat } from '../../turn/chat.js';
import type { Origins } from './origins.js';
import { createStream, endedCode, type Stream } from './stream.js';
import type { Draw } from './to-activities.js';
import type { Tokens, Visitor } from './tokens.js';
import { watermarkOf } from './watermark.js';

const pingInterval = 30_000;
/** Open pages of one conversation; the oldest goes when there are more. */
const maxPerConversation = 4;
/** Ms that clients get to close after a stop was announced. */
const farewell = 1000;

export interface StreamsOptions {
  chat: Chat;
  tokens: Tokens;
  origins: Origins;
  fanout: Fanout;
  clock: Clock;
  log: Log;
  draw: Draw;
  /** Ms after which a conversation without a word has ended, so that its sockets look whether it has. */
  idle: number;
}

export interface Streams {
  upgrade(req: IncomingMessage, socket: Duplex, head: Buffer): Promise<void>;
  echo(conversation: string, entry: { id: string; seq: number; at: number }, shown: Record<string, unknown>): void;
  close(): Promise<void>;
}

const pathPattern = /^\/v3\/directline\/conversations\/([^/]+)\/stream$/;

function deny(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

export function createStreams(options: StreamsOptions): Streams {
  const { chat, tokens, origins, fanout, clock, log, draw, idle } = options;
  const server = new WebSocketServer({ noServer: true, maxPayload: 1024, perMessageDeflate: false });
  const rooms = new Map<string, { streams: Set<Stream>; leave: () => void }>();
  const alive = new WeakSet<WebSocket>();
  let isClosing = false;

  const onFault = (error: unknown) =>
    log.write({ event: 'request.failed', route: 'stream', code: error instanceof Fault ? error.code : 'unexpected' });

  function enter(conversation: string, stream: Stream): () => void {
    let room = rooms.get(conversation);
    if (!room) {
      const streams = new Set<Stream>();
      const leave = fanout.subscribe(conversation, (signal) => {
        for (const each of streams) {
          if (signal === 'entries') void each.pump();
          else if (signal === 'typing') each.typing();
          else each.close(endedCode);
        }
      });
      room = { streams, leave };
      rooms.set(conversation, room);
    }
    const { streams, leave } = room;
    const [oldest] = streams;
    if (streams.size >= maxPerConversation) oldest?.close(1008);
    streams.add(stream);
    return () => {
      streams.delete(stream);
      if (streams.size > 0 || rooms.get(conversation)?.streams !== streams) return;
      rooms.delete(conversation);
      leave();
    };
  }

  function accept(socket: WebSocket, visitor: Visitor, after: number): void {
    const now = () => clock.now();
    const stream = createStream({ socket, visitor, after, chat, draw, now, onFault });
    const leave = enter(visitor.ref.id, stream);
    alive.add(socket);
    socket.on('pong', () => alive.add(socket));
    // Frames are read and forgotten: a client has nothing to say here but that it is there.
    socket.on('message', () => alive.add(socket));
    socket.on('error', () => socket.terminate());
    socket.on('close', leave);
    const look = setInterval(() => {
      if (!alive.has(socket)) return socket.terminate();
      alive.delete(socket);
      socket.ping();
      if (stream.quietFor() > idle) void stream.pump();
    }, pingInterval);
    look.unref();
    socket.on('close', () => clearInterval(look));
    void stream.pump();
  }

  return {
    async upgrade(req, socket, head) {
      // A client that leaves during the checks must not bring the process down.
      socket.on('error', () => socket.destroy());
      if (!URL.canParse(req.url ?? '/', 'http://localhost')) return deny(socket, '400 Bad Request');
      const url = new URL(req.url ?? '/', 'http://localhost');
      const conversation = pathPattern.exec(url.pathname)?.[1];
      if (conversation === undefined) return deny(socket, '404 Not Found');
      if (isClosing) return deny(socket, '503 Service Unavailable');
      if (!origins.isAllowed(req)) return deny(socket, '403 Forbidden');
      const visitor = await tokens.readStream(url.searchParams.get('t') ?? '');
      if (visitor === null || visitor.ref.id !== decodeSafely(conversation)) return deny(socket, '403 Forbidden');
      if (socket.destroyed) return;
      const after = watermarkOf(req.url);
      server.handleUpgrade(req, socket, head, (ws) => accept(ws, visitor, after));
    },

    echo(conversation, entry, shown) {
      for (const stream of rooms.get(conversation)?.streams ?? []) void stream.echo(entry, shown);
    },

    async close() {
      isClosing = true;
      const closed = [...server.clients].map(
        (client) =>
          new Promise<void>((resolve) => {
            client.on('close', () => resolve());
            client.close(1001);
            setTimeout(() => client.terminate(), farewell).unref();
          }),
      );
      await Promise.all(closed);
    },
  };
}

/** Null for broken escapes, which match no conversation. */
function decodeSafely(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
