// Tells the sockets of a conversation, in whatever process, that there is something new. It refuses to carry anything but a
// hashed name, a signal and who sent it, and never fails the turn that speaks: what was said is durable and found again.
import { randomBytes } from 'node:crypto';
import { Cluster } from 'ioredis';
import type { Fanout } from '../../ports/world.js';
import type { Client } from './connect.js';

type Listener = Parameters<Fanout['subscribe']>[1];
type Signal = Parameters<Fanout['publish']>[1];

const isSignal = (text: string): text is Signal => text === 'entries' || text === 'typing' || text === 'ended';

export interface FanoutOptions {
  client: Client;
  /** A connection of its own: one that subscribes can do nothing else. */
  subscriber: Client;
  /** The name of a conversation that says nothing about it. May throw. */
  nameOf: (conversation: string) => string;
}

/**
 * Signals of this process reach its own listeners at once, and others by Redis. Whoever begins to listen, and everybody after
 * the line was down, hears `entries` as soon as the line stands: what came in between is read then.
 */
export function redisFanout({ client, subscriber, nameOf }: FanoutOptions): Fanout {
  const own = randomBytes(9).toString('base64url');
  const rooms = new Map<string, Set<Listener>>();
  const isSharded = subscriber instanceof Cluster;
  const channelOf = (name: string) => `smt:f:${name}`;

  function tell(channel: string, signal: Signal): void {
    const present = rooms.get(channel);
    for (const listener of [...(present ?? [])]) {
      if (!present?.has(listener)) continue;
      try {
        listener(signal);
      } catch {
        // A broken socket must not fail the turn that committed, nor the other sockets.
      }
    }
  }

  /** Failures need no answer: the line is set up again as soon as it stands. */
  function follow(channel: string): void {
    const asked = isSharded ? subscriber.ssubscribe(channel) : subscriber.subscribe(channel);
    asked.then(
      () => tell(channel, 'entries'),
      () => undefined,
    );
  }

  function leave(channel: string): void {
    const asked = isSharded ? subscriber.sunsubscribe(channel) : subscriber.unsubscribe(channel);
    asked.catch(() => undefined);
  }

  subscriber.on(isSharded ? 'smessage' : 'message', (channel: string, message: string) => {
    const [from, signal = ''] = message.split(' ');
    if (from !== own && isSignal(signal)) tell(channel, signal);
  });
  subscriber.on(isSharded ? 'subscribersReady' : 'ready', () => {
    for (const channel of rooms.keys()) follow(channel);
  });

  /** Null for a conversation whose keys are gone: nobody can read it any more. */
  function channelFor(conversation: string): string | null {
    try {
      return channelOf(nameOf(conversation));
    } catch {
      return null;
    }
  }

  return {
    publish(conversation, signal) {
      const channel = channelFor(conversation);
      if (channel === null) return;
      tell(channel, signal);
      const message = `${own} ${signal}`;
      const sent = isSharded ? client.spublish(channel, message) : client.publish(channel, message);
      sent.catch(() => undefined);
    },

    subscribe(conversation, listener) {
      const channel = channelFor(conversation);
      if (channel === null) return () => undefined;
      // Wrapped, so that the same function subscribed twice is two subscriptions.
      const wrapped: Listener = (signal) => listener(signal);
      const present = rooms.get(channel);
      rooms.set(channel, (present ?? new Set()).add(wrapped));
      if (!present) follow(channel);
      return () => {
        const room = rooms.get(channel);
        if (!room?.delete(wrapped) || room.size > 0) return;
        rooms.delete(channel);
        leave(channel);
      };
    },
  };
}
