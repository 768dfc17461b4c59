// What a database must do for the house. It is handed nothing but hashed ids and ciphertext: an adapter cannot leak what it
// cannot read. Every method is atomic; what a resolved promise reports is on disk (fsynced), not only in memory.

/** One entry of a conversation's log. `seq` counts from 1 without gaps at the time of writing. */
export interface LogRecord {
  seq: number;
  /** Ms since 1970; strictly increasing over the inbound entries, at least 100 apart. */
  at: number;
  direction: 'in' | 'out';
  body: Uint8Array;
}

export interface ConversationRecord {
  /** 0 before the first commit; each commit adds 1. */
  revision: number;
  /** The `seq` of the last inbound entry that a commit has dealt with. */
  handled: number;
  startedAt: number;
  expiresAt: number;
  state: Uint8Array | null;
  /** A secret with an end of its own; null once `until` has passed, whatever the disk still holds. */
  vault: { body: Uint8Array; until: number } | null;
  /** The first inbound entry after `handled`. */
  next: LogRecord | null;
}

/** How long a conversation lives, in ms: `idle` after the last inbound entry, `absolute` after the first at most. */
export interface Lifetime {
  idle: number;
  absolute: number;
}

export interface Change {
  /** Must be the `seq` of an inbound entry; becomes the new `handled`. */
  handled: number;
  state: Uint8Array;
  vault: { body: Uint8Array; until: number } | null;
  /** True: every entry up to and including `handled` is deleted in the same step. */
  cutLog: boolean;
  /** New outbound entries in order; `at` is given by the caller. */
  log: { at: number; body: Uint8Array }[];
  /** One whose id is kept already stays as it is, and claims for it are ignored. */
  parcels: NewParcel[];
  /** Whole blobs of this conversation that now belong to `parcel`, in the order of its list of files, and live as long as it does. */
  claims: { blob: string; parcel: string }[];
}

/** `reminder`: replies of a conversation may still have to be said; not a thing for customs. */
export type ParcelKind = 'report' | 'reminder';

/** Something that must reach its goal once, kept until it has. `meta` is clear text: ids, sizes and flags only. */
export interface NewParcel {
  id: string;
  kind: ParcelKind;
  meta: Record<string, string>;
  body: Uint8Array;
  createdAt: number;
  /** Not leased before this time. */
  due: number;
  /** After this time it is given up: refused with an alarm, its body deleted 7 days later at the latest. */
  expiresAt: number;
}

export interface LeasedParcel extends NewParcel {
  /** Proves that the caller still holds the lease. */
  lease: string;
  /** How often it has been leased before. */
  attempts: number;
  blobs: string[];
}

export type Settlement = { kind: 'done' } | { kind: 'later'; due: number } | { kind: 'refused' };

/** The names under which reports are counted (`Records.tally`). */
export const tallies = { confirmed: 'reports.confirmed', delivered: 'reports.delivered' } as const;

export interface Backlog {
  waiting: number;
  refused: number;
  /** Creation time of the oldest waiting parcel, or null. */
  oldest: number | null;
}

export interface Records {
  /**
   * Adds an inbound entry, creating the conversation when it is new, and moves its end (`Lifetime`).
   * `fingerprint` names the entry within the conversation: a second entry with the same one is not added, and the first one's `seq` is returned.
   * `mustExist`: answers null instead of creating.
   */
  append(
    conversation: string,
    entry: { body: Uint8Array; fingerprint: string | null },
    when: { now: number; lifetime: Lifetime; mustExist: boolean },
  ): Promise<{ seq: number; at: number; isNew: boolean } | null>;

  /** Null when it never was, is erased, or ended before `now`. */
  load(conversation: string, now: number): Promise<ConversationRecord | null>;

  /** Entries with `seq` greater than `after`, in order, `limit` at most. Empty when the conversation is gone. */
  read(conversation: string, after: number, limit: number, now: number): Promise<LogRecord[]>;

  /**
   * All or nothing; false on another revision than `expected` or when the conversation is gone, and then nothing changed at all.
   * Throws Fault blob.missing when a claimed blob is not there, not whole or another's, and then nothing changed either.
   */
  commit(conversation: string, expected: number, change: Change): Promise<boolean>;

  /** Deletes state, vault, log and unclaimed blobs of a conversation at once. Parcels that were committed stay, with their blobs. */
  erase(conversation: string): Promise<void>;

  /** Takes up to `limit` parcels that are due; they are not due again before `until`. */
  lease(now: number, until: number, limit: number): Promise<LeasedParcel[]>;

  /** False when the lease is no longer the caller's, and then nothing changed. `done` deletes the parcel and its blobs. */
  settle(parcel: string, lease: string, settlement: Settlement): Promise<boolean>;

  backlog(): Promise<Backlog>;

  /** Deletes what has ended: conversations, vaults, unclaimed blobs, mailboxes, old refused parcels. Bounded work a call; returns how many went. */
  sweep(now: number, limit: number): Promise<number>;

  /** Keeps `candidate` under `name` for good unless something is kept already; returns what is kept. */
  pin(name: string, candidate: Uint8Array): Promise<Uint8Array>;

  /** Counts `name` on a day (`YYYY-MM-DD`). */
  tally(name: string, day: string): Promise<void>;
  /** The sum of `name` over all days before `day`. */
  tallied(name: string, day: string): Promise<number>;

  close(): Promise<void>;
}
