// Where everything lies: 64 partitions, each under one hash tag, so that what changes together lies on one node of a cluster.
// It refuses names that mean anything: what stands in a key is hashed or random before it comes here.

/** More than nodes that anybody runs; fixed for the life of the data. */
const partitions = 64;

/** All keys of one partition. They share `{pNN}`, and with it the slot. */
export interface Keys {
  readonly partition: number;
  /** Hash: row, state, vault, log and fingerprints of a conversation; one key, so that it ends in one step. */
  conversation(id: string): string;
  /** Set: blobs of a conversation that no parcel has claimed, unfinished ones too. */
  unclaimed(conversation: string): string;
  /** Hash: whose a blob is, and of how many chunks. */
  blob(id: string): string;
  /** Hash: the chunks of a blob by number. */
  chunks(blob: string): string;
  /** Hash: a parcel with its body. */
  parcel(id: string): string;
  /** Sorted set: waiting parcels by due time. */
  readonly due: string;
  /** Sorted set: waiting parcels by creation. */
  readonly created: string;
  /** Sorted set: refused parcels. */
  readonly refused: string;
  /** Sorted set: what can end by itself, by its end; `c:`, `v:`, `b:`, `o:` or `m:` and a name. */
  readonly ends: string;
  mailbox(lookup: string): string;
  pin(name: string): string;
  /** Hash: counts by day. */
  tally(name: string): string;
}

function keysOf(partition: number): Keys {
  const place = `smt:{p${String(partition).padStart(2, '0')}}`;
  return {
    partition,
    conversation: (id) => `${place}:c:${id}`,
    unclaimed: (conversation) => `${place}:u:${conversation}`,
    blob: (id) => `${place}:b:${id}`,
    chunks: (blob) => `${place}:d:${blob}`,
    parcel: (id) => `${place}:o:${id}`,
    due: `${place}:due`,
    created: `${place}:created`,
    refused: `${place}:refused`,
    ends: `${place}:ends`,
    mailbox: (lookup) => `${place}:m:${lookup}`,
    pin: (name) => `${place}:k:${name}`,
    tally: (name) => `${place}:t:${name}`,
  };
}

export const allPartitions: readonly Keys[] = Array.from({ length: partitions }, (_, n) => keysOf(n));

/** The keys of partition `number`, or null when there is none such. */
export const partitionAt = (number: number): Keys | null => allPartitions[number] ?? null;

/** The partition that `name` lies in (FNV-1a). Changing this loses everything that is kept. */
export function partitionOf(name: string): Keys {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(name)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  const keys = allPartitions[hash % partitions];
  if (!keys) throw new Error('There is no such partition.');
  return keys;
}
