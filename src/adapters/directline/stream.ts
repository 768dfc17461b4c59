// One socket of one visitor: sends what the log holds after the socket's own watermark, each entry once, in order. Takes
// nothing from the client (an empty frame is its sign of life) and drops a reader that does not keep up.
import type { WebSocket } from 'ws';
import type { Chat } from '../../turn/chat.js';
import { bot, toActivities, toEcho, type Activity, type Draw } from './to-activities.js';
import type { Visitor } from './tokens.js';

/** Bytes that may wait for a slow reader before it is dropped; it comes back with its watermark. */
const maxBuffered = 1024 * 1024;

/** What a client reads in a close frame: the conversation is gone and a new one must be started. */
export const endedCode = 4404;

export interface StreamOptions {
  socket: WebSocket;
  visitor: Visitor;
  /** `seq` of the last entry that the client has. */
  after: number;
  chat: Chat;
  draw: Draw;
  now: () => number;
  onFault: (error: unknown) => void;
}

export interface Stream {
  /** Sends what is new; calls during a read are answered by one further read. */
  pump(): Promise<void>;
  /** Sends the echo of an entry unless the log has brought it already. */
  echo(entry: { id: string; seq: number; at: number }, shown: Record<string, unknown>): Promise<void>;
  typing(): void;
  /** Ms since there was last something new. */
  quietFor(): number;
  close(code: number): void;
}

export function createStream({ socket, visitor, after, chat, draw, now, onFault }: StreamOptions): Stream {
  const { ref, user } = visitor;
  const place = { conversation: ref.id, user };
  const echoed = new Set<string>();
  let watermark = after;
  let isFirst = true;
  let isStale = false;
  let running: Promise<void> | null = null;
  let lastNews = now();
  let typed = 0;

  function send(activities: Activity[]): void {
    if (socket.readyState !== socket.OPEN) return;
    if (socket.bufferedAmount > maxBuffered) return socket.terminate();
    socket.send(JSON.stringify({ activities, watermark: String(watermark) }));
  }

  async function readOnce(): Promise<void> {
    const transcript = await chat.read(ref, watermark);
    if (!transcript) return socket.close(endedCode);
    const activities = toActivities(place, transcript, draw).filter(({ id }) => !echoed.has(id));
    for (const entry of transcript.entries) {
      if (entry.direction === 'in' && entry.incoming.shown) echoed.add(toEcho(ref.id, user, entry, {}).id);
    }
    const isNew = transcript.watermark > watermark;
    if (isNew) lastNews = now();
    watermark = Math.max(watermark, transcript.watermark);
    // The first frame is sent even when it is empty: it gives the client its watermark.
    if (activities.length > 0 || isNew || isFirst) send(activities);
    isFirst = false;
  }

  async function run(): Promise<void> {
    try {
      do {
        isStale = false;
        await readOnce();
      } while (isStale && socket.readyState === socket.OPEN);
    } catch (error) {
      onFault(error);
      socket.close(1011);
    } finally {
      running = null;
    }
  }

  function pump(): Promise<void> {
    isStale = true;
    running ??= run();
    return running;
  }

  return {
    pump,

    async echo(entry, shown) {
      await running;
      const echo = toEcho(ref.id, user, entry, shown);
      if (entry.seq <= after || echoed.has(echo.id)) return;
      echoed.add(echo.id);
      send([echo]);
    },

    typing() {
      typed += 1;
      const timestamp = new Date(now()).toISOString();
      send([{ type: 'typing', id: `${ref.id}|typing.${typed}`, timestamp, from: bot, conversation: { id: ref.id } }]);
    },

    quietFor: () => now() - lastNews,
    close: (code) => socket.close(code),
  };
}
