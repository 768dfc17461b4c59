// The outbox in Redis. Couriers of all processes share it, kept apart by leases. It refuses the word of one whose
// lease has passed to another, and holds no lock that could outlive its holder.
import { randomInt } from 'node:crypto';
import type { LeasedParcel, ParcelKind, Records } from '../../ports/records.js';
import type { Line } from './create-line.js';
import { allPartitions, partitionAt, type Keys } from './keys.js';
import { backlogScript, leaseScript, settleScript } from './lua/outbox-scripts.js';
import { callName } from './redis-conversations.js';
import { bytesOf, listOf, numberOf, textOf, type Reply } from './reply.js';

/** Ms that a refused parcel is kept after its end. */
export const keptAfterEnd = 7 * 24 * 60 * 60 * 1000;

/** How often a courier looks again in one partition where others were quicker. */
const looks = 50;

interface Taken {
  dueBefore: number;
  parcel: LeasedParcel;
}

function toTaken(reply: Reply, until: number): Taken {
  const [id, due, lease, kind, meta, body, createdAt, expiresAt, attempts, blobs] = listOf(reply);
  return {
    dueBefore: numberOf(due),
    parcel: {
      id: textOf(id),
      lease: textOf(lease),
      kind: textOf(kind) as ParcelKind,
      meta: JSON.parse(textOf(meta)) as Record<string, string>,
      body: new Uint8Array(bytesOf(body) ?? []),
      createdAt: numberOf(createdAt),
      due: until,
      expiresAt: numberOf(expiresAt),
      attempts: numberOf(attempts),
      blobs: JSON.parse(textOf(blobs)) as string[],
    },
  };
}

const listDue = async (line: Line, keys: Keys, now: number, limit: number): Promise<string[]> =>
  listOf(await line.command('ZRANGEBYSCORE', keys.due, '-inf', now, 'LIMIT', 0, limit)).map(textOf);

/** Up to `limit` of one partition. `due` is what was seen there a moment ago. */
async function leaseIn(
  line: Line,
  keys: Keys,
  when: { now: number; until: number },
  limit: number,
  due: string[],
): Promise<Taken[]> {
  const taken: Taken[] = [];
  let seen = due.slice(0, limit);
  for (let look = 0; look < looks && seen.length > 0; look += 1) {
    const reply = await line.script(
      leaseScript,
      [keys.due, keys.created, keys.refused, keys.ends, ...seen.map((id) => keys.parcel(id))],
      [when.now, when.until, `${keys.partition}.${callName()}`, keptAfterEnd, ...seen],
    );
    taken.push(...listOf(reply).map((one) => toTaken(one, when.until)));
    if (taken.length >= limit) break;
    seen = await listDue(line, keys, when.now, limit - taken.length);
  }
  return taken;
}

/** The blobs of a parcel, which never change; none when it is gone. */
export async function blobsOf(line: Line, keys: Keys, parcel: string): Promise<string[]> {
  const blobs = bytesOf(await line.command('HGET', keys.parcel(parcel), 'blobs'));
  return blobs ? (JSON.parse(blobs.toString()) as string[]) : [];
}

/** As settleScript and endParcelScript want them. */
export const parcelKeys = (keys: Keys, parcel: string, blobs: string[]): string[] => [
  ...[keys.parcel(parcel), keys.due, keys.created, keys.refused, keys.ends],
  ...blobs.flatMap((blob) => [keys.blob(blob), keys.chunks(blob)]),
];

export function redisOutbox(line: Line): Pick<Records, 'lease' | 'settle' | 'backlog'> {
  return {
    /** A look at every partition, then as many leases as there are partitions with due parcels, `limit` at most; from a random one on. */
    async lease(now, until, limit) {
      const due = await Promise.all(
        allPartitions.map(async (keys) => ({ keys, ids: await listDue(line, keys, now, limit) })),
      );
      const first = randomInt(allPartitions.length);
      const taken: Taken[] = [];
      for (const { keys, ids } of [...due.slice(first), ...due.slice(0, first)]) {
        if (taken.length >= limit) break;
        if (ids.length > 0) taken.push(...(await leaseIn(line, keys, { now, until }, limit - taken.length, ids)));
      }
      taken.sort((a, b) => a.dueBefore - b.dueBefore || (a.parcel.id < b.parcel.id ? -1 : 1));
      return taken.map(({ parcel }) => parcel);
    },

    /** The lease begins with the number of the partition. */
    async settle(parcel, lease, settlement) {
      const keys = partitionAt(Number(/^(\d{1,2})\./.exec(lease)?.[1] ?? -1));
      if (!keys) return false;
      const blobs = settlement.kind === 'done' ? await blobsOf(line, keys, parcel) : [];
      const due = settlement.kind === 'later' ? settlement.due : '';
      const args = [parcel, lease, settlement.kind, due, keptAfterEnd];
      return numberOf(await line.script(settleScript, parcelKeys(keys, parcel, blobs), args)) === 1;
    },

    async backlog() {
      const all = await Promise.all(
        allPartitions.map(async ({ created, refused }) => {
          const [waiting, aside, oldest] = listOf(await line.script(backlogScript, [created, refused], []));
          return {
            waiting: numberOf(waiting),
            refused: numberOf(aside),
            oldest: oldest === null ? null : numberOf(oldest),
          };
        }),
      );
      const times = all.flatMap(({ oldest }) => (oldest === null ? [] : [oldest]));
      return {
        waiting: all.reduce((sum, { waiting }) => sum + waiting, 0),
        refused: all.reduce((sum, { refused }) => sum + refused, 0),
        oldest: times.length === 0 ? null : Math.min(...times),
      };
    },
  };
}
