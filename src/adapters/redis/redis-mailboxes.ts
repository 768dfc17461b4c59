// Mailboxes in Redis. It refuses to let a second writer change what the first one put.
import type { Mailboxes } from '../../ports/mailboxes.js';
import type { Clock } from '../../ports/world.js';
import type { Line } from './create-line.js';
import { partitionOf } from './keys.js';
import { markTakenScript, putMailboxScript } from './lua/mailbox-scripts.js';
import { grace } from './redis-conversations.js';
import { bytesOf, listOf } from './reply.js';

export function redisMailboxes(line: Line, clock: Clock): Mailboxes {
  return {
    async putIfAbsent(lookup, { publicKey, expiresAt }) {
      const keys = partitionOf(lookup);
      const life = Math.max(expiresAt - clock.now(), 0) + grace;
      await line.script(putMailboxScript, [keys.mailbox(lookup), keys.ends], [lookup, publicKey, expiresAt, life]);
    },
    async markTaken(lookup) {
      await line.script(markTakenScript, [partitionOf(lookup).mailbox(lookup)], []);
    },
    async find(lookup, now) {
      const reply = await line.command('HMGET', partitionOf(lookup).mailbox(lookup), 'k', 'e', 's');
      const [publicKey, end, status] = listOf(reply).map((item) => bytesOf(item)?.toString() ?? null);
      if (typeof publicKey !== 'string' || Number(end) < now) return null;
      return { publicKey, status: status === 'taken' ? 'taken' : 'kept' };
    },
  };
}
