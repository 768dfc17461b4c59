// Deletes what has ended, found by the index of ends. It refuses to do more than a bounded piece of work in one go, and to touch
// a waiting parcel, which has no end.
import type { Line } from './create-line.js';
import { allPartitions, type Keys } from './keys.js';
import { dropBlobScript } from './lua/blob-scripts.js';
import { endConversationScript, endVaultScript } from './lua/conversation-scripts.js';
import { endMailboxScript } from './lua/mailbox-scripts.js';
import { endParcelScript } from './lua/outbox-scripts.js';
import { blobsOf, parcelKeys } from './redis-outbox.js';
import { listOf, numberOf, textOf, type Reply } from './reply.js';

interface Ended {
  keys: Keys;
  /** `c:`, `v:`, `m:` or `o:` and an id, or `b:` blob `:` conversation. */
  name: string;
  end: number;
}

async function listEnded(line: Line, keys: Keys, now: number, limit: number): Promise<Ended[]> {
  const range = ['-inf', `(${now}`, 'WITHSCORES', 'LIMIT', 0, limit] as const;
  const reply = listOf(await line.command('ZRANGEBYSCORE', keys.ends, ...range));
  return reply.flatMap((item, at) =>
    at % 2 === 0 ? [{ keys, name: textOf(item), end: numberOf(reply[at + 1]) }] : [],
  );
}

async function endOne(line: Line, { keys, name }: Ended, now: number): Promise<Reply> {
  const id = name.slice(2);
  switch (name[0]) {
    case 'c':
      return line.script(endConversationScript, [keys.conversation(id), keys.ends], [id, now]);
    case 'v':
      return line.script(endVaultScript, [keys.conversation(id), keys.ends], [id, now]);
    case 'm':
      return line.script(endMailboxScript, [keys.mailbox(id), keys.ends], [id, now]);
    case 'b': {
      // a blob's id holds no colon, a conversation's may
      const colon = id.indexOf(':');
      const [blob, conversation] = [id.slice(0, colon), id.slice(colon + 1)];
      const names = [keys.blob(blob), keys.chunks(blob), keys.unclaimed(conversation), keys.ends];
      return line.script(dropBlobScript, names, [blob, conversation, 'ended', now]);
    }
    case 'o':
      return line.script(endParcelScript, parcelKeys(keys, id, await blobsOf(line, keys, id)), [id, now]);
    default:
      return 0;
  }
}

/** Contract as Records.sweep. What another process deletes at the same moment is not counted. */
export async function sweepEnded(line: Line, now: number, limit: number): Promise<number> {
  const all = await Promise.all(allPartitions.map((keys) => listEnded(line, keys, now, limit)));
  const ended = all
    .flat()
    .sort((a, b) => a.end - b.end)
    .slice(0, limit);
  const went = await Promise.all(ended.map(async (one) => numberOf(await endOne(line, one, now))));
  return went.reduce((sum, count) => sum + count, 0);
}
