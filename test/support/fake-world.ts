// The small ports that a channel needs, in memory: signals within one process, a cipher that only names conversations, keys
// from a fixed seed, and a log that keeps its events.
import { createHmac, randomBytes } from 'node:crypto';
import type { Cipher, DerivedKeys } from '../../src/ports/cipher.js';
import type { Fanout, Log, LogEvent } from '../../src/ports/world.js';

type Signal = Parameters<Fanout['publish']>[1];

export function createFakeFanout(): Fanout & { subscriptions(): number } {
  const listeners = new Map<string, Set<(signal: Signal) => void>>();
  return {
    publish(conversation, signal) {
      for (const listener of listeners.get(conversation) ?? []) listener(signal);
    },
    subscribe(conversation, listener) {
      const there = listeners.get(conversation) ?? new Set();
      listeners.set(conversation, there.add(listener));
      return () => {
        there.delete(listener);
        if (there.size === 0) listeners.delete(conversation);
      };
    },
    subscriptions: () => listeners.size,
  };
}

/** Creates ids and secrets; everything else is of no use to a channel and throws. */
export function createFakeCipher(): Cipher {
  const unused = (): never => {
    throw new Error('A channel must not use this part of the cipher.');
  };
  return {
    create: () => ({ id: `k1.${randomBytes(16).toString('base64url')}`, secret: randomBytes(16) }),
    named: unused,
    storageId: unused,
    fingerprint: unused,
    seal: unused,
    open: unused,
  };
}

/** Generations that are `retired` give no key. */
export function createFakeKeys(retired = new Set<string>()): DerivedKeys & { current: string } {
  return {
    current: 'g1',
    derive: (label, kid) => (retired.has(kid) ? null : createHmac('sha256', 'seed').update(`${label} ${kid}`).digest()),
  };
}

export function createFakeLog(): Log & { events: LogEvent[] } {
  const events: LogEvent[] = [];
  return { events, write: (event) => void events.push(event) };
}
