// The records port on Redis. It refuses to resolve before the server has answered, which, with appendfsync always, it does only
// after its disk has it.
import { Fault } from '../../ports/fault.js';
import type { Records } from '../../ports/records.js';
import type { Line } from './create-line.js';
import { partitionOf } from './keys.js';
import { redisConversations } from './redis-conversations.js';
import { redisOutbox } from './redis-outbox.js';
import { bytesOf, listOf, numberOf, textOf } from './reply.js';
import { sweepEnded } from './sweep-ended.js';

export function redisRecords(line: Line, close: () => Promise<void>): Records {
  return {
    ...redisConversations(line),
    ...redisOutbox(line),
    sweep: (now, limit) => sweepEnded(line, now, limit),

    async pin(name, candidate) {
      const key = partitionOf(name).pin(name);
      await line.command('SETNX', key, Buffer.from(candidate));
      const kept = bytesOf(await line.command('GET', key));
      if (!kept) throw new Fault('store.broken', 'Redis does not give back what it kept. Restore a backup.');
      return new Uint8Array(kept);
    },

    /** Counts twice where the answer to the first count was lost: a count may be too high then, never too low. */
    async tally(name, day) {
      await line.command('HINCRBY', partitionOf(name).tally(name), day, 1);
    },

    async tallied(name, day) {
      const counts = listOf(await line.command('HGETALL', partitionOf(name).tally(name)));
      return counts.reduce<number>(
        (sum, item, at) => (at % 2 === 0 && textOf(item) < day ? sum + numberOf(counts[at + 1]) : sum),
        0,
      );
    },

    close,
  };
}
