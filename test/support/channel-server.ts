// A real restify server on the loopback with the channel mounted on a fake chat, for tests over HTTP and WebSocket.
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import restify from 'restify';
import type { DirectLineOptions } from '../../src/adapters/directline/channel.js';
import { mountDirectLine } from '../../src/adapters/directline/mount-direct-line.js';
import { fakeDraw, fakeScript, maskReceipts } from './fake-bot.js';
import { createFakeChat, type FakeChat, type Script } from './fake-chat.js';
import { createFakeCipher, createFakeFanout, createFakeKeys, createFakeLog } from './fake-world.js';

export interface ChannelServer {
  url: string;
  chat: FakeChat;
  fanout: ReturnType<typeof createFakeFanout>;
  log: ReturnType<typeof createFakeLog>;
  keys: ReturnType<typeof createFakeKeys>;
  /** Added to the real clock, ms. */
  clock: { now(): number; offset: number };
  server: restify.Server;
  /** Breaks every open socket off, as a lost line does. */
  cutSockets(): void;
  /** Only the sockets, as at a graceful stop. */
  closeSockets(): Promise<void>;
  close(): Promise<void>;
}

/** Ports from 32768 on belong to outgoing connections: a server there fails now and then. */
export async function listen(server: restify.Server, port?: number): Promise<string> {
  // restify says again what its HTTP server said; unheard it would end the run.
  server.on('error', () => undefined);
  for (let tries = 0; ; tries += 1) {
    const wanted = port ?? 20_000 + Math.floor(Math.random() * 12_000);
    try {
      await new Promise<void>((resolve, reject) => {
        server.server.once('error', reject);
        server.server.listen(wanted, '127.0.0.1', () => {
          server.server.off('error', reject);
          resolve();
        });
      });
      return `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
    } catch (error) {
      if (tries === 20 || port !== undefined) throw error;
    }
  }
}

export async function startChannelServer(
  overrides: Partial<DirectLineOptions> & {
    script?: Script;
    port?: number;
    /** A chat that outlives the server, to test a restart. */
    life?: Pick<ChannelServer, 'chat' | 'fanout'>;
    mount?: (server: restify.Server) => void;
  } = {},
): Promise<ChannelServer> {
  const { script = fakeScript, port, life, mount, ...rest } = overrides;
  const fanout = life?.fanout ?? createFakeFanout();
  const log = createFakeLog();
  const keys = createFakeKeys();
  const clock = { offset: 0, now: (): number => Date.now() + clock.offset };
  const chat = life?.chat ?? createFakeChat(fanout, clock.now, script);
  const server = restify.createServer({ name: 'test' });
  const channel = mountDirectLine(server, {
    chat,
    cipher: createFakeCipher(),
    keys,
    fanout,
    clock,
    log,
    draw: fakeDraw,
    languages: ['en', 'sv'],
    publicUrl: null,
    lifetime: { idle: 30 * 60_000 },
    maskReceipts,
    ...rest,
  });
  mount?.(server);
  const raw = new Set<Duplex>();
  server.on('upgrade', (_req: IncomingMessage, socket: Duplex) => {
    raw.add(socket);
    socket.on('close', () => raw.delete(socket));
  });
  const url = await listen(server, port);
  return {
    url,
    chat,
    fanout,
    log,
    keys,
    clock,
    server,
    cutSockets: () => raw.forEach((socket) => socket.destroy()),
    closeSockets: () => channel.close(),
    async close() {
      await channel.close();
      await chat.settle();
      server.server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}
