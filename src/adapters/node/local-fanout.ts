// Tells the sockets of this process that a conversation has something new. It carries no content and reaches no other process.
import type { Fanout } from '../../ports/world.js';

type Listener = Parameters<Fanout['subscribe']>[1];

/** For a single process. A listener that throws is passed over: what it was told about is durable and found again on resume. */
export function createLocalFanout(): Fanout {
  const listeners = new Map<string, Set<Listener>>();
  return {
    publish: (conversation, signal) => {
      const present = listeners.get(conversation);
      for (const listener of [...(present ?? [])]) {
        // One that was ended by an earlier listener of the same signal is not called any more.
        if (!present?.has(listener)) continue;
        try {
          listener(signal);
        } catch {
          // A broken socket must not fail the turn that committed.
        }
      }
    },
    subscribe: (conversation, listener) => {
      // Wrapped, so that the same function subscribed twice is two subscriptions.
      const own: Listener = (signal) => listener(signal);
      const present = listeners.get(conversation) ?? new Set();
      listeners.set(conversation, present.add(own));
      return () => {
        present.delete(own);
        if (present.size === 0 && listeners.get(conversation) === present) listeners.delete(conversation);
      };
    },
  };
}
