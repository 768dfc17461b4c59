// What lies in which table. Rows hold ids, times and ciphertext; a row that means something in clear text has no place here.
import type { RootDatabase } from 'lmdb';
import { Fault } from '../../ports/fault.js';
import type { ParcelKind } from '../../ports/records.js';
import { openTable, type Table } from './table.js';

/** All times in ms since 1970. */
export interface ConversationRow {
  revision: number;
  handled: number;
  lastSeq: number;
  /** The last inbound entry. */
  lastIn: { seq: number; at: number };
  startedAt: number;
  expiresAt: number;
  /** True once a sweep has begun to delete it: from then on it is gone, whatever is left of it. */
  isOver: boolean;
}

export interface EntryRow {
  at: number;
  direction: 'in' | 'out';
  body: Uint8Array;
}

export interface BlobRow {
  conversation: string;
  /** Null until a commit claims it; then it lives as long as the parcel. */
  parcel: string | null;
  expiresAt: number;
  /** True when the file is whole and fsynced. */
  isWhole: boolean;
}

export interface ParcelRow {
  kind: ParcelKind;
  meta: Record<string, string>;
  createdAt: number;
  due: number;
  expiresAt: number;
  attempts: number;
  lease: string | null;
  status: 'waiting' | 'refused';
  blobs: string[];
}

export interface MailboxRow {
  publicKey: string;
  status: 'kept' | 'taken';
  expiresAt: number;
}

/** What can end by itself. */
export type EndKind = 'conversation' | 'vault' | 'blob' | 'mailbox' | 'parcel';

export interface Tables {
  root: RootDatabase;
  conversations: Table<string, ConversationRow>;
  states: Table<string, Uint8Array>;
  vaults: Table<string, { body: Uint8Array; until: number }>;
  /** [conversation, seq] */
  log: Table<[string, number], EntryRow>;
  /** [conversation, fingerprint]: the entry that came first. */
  fingerprints: Table<[string, string], { seq: number; at: number }>;
  blobs: Table<string, BlobRow>;
  /** [conversation, blob] */
  unclaimed: Table<[string, string], true>;
  parcels: Table<string, ParcelRow>;
  bodies: Table<string, Uint8Array>;
  /** [due, parcel] of waiting parcels. */
  due: Table<[number, string], true>;
  /** [createdAt, parcel] of waiting parcels. */
  created: Table<[number, string], true>;
  /** [end, kind, id] */
  ends: Table<[number, EndKind, string], true>;
  mailboxes: Table<string, MailboxRow>;
  pins: Table<string, Uint8Array>;
  /** [name, day] */
  tallies: Table<[string, string], number>;
  counters: Table<'waiting' | 'refused' | 'format', number>;
}

/** Grows when a row changes its meaning. */
const format = 1;

/** Throws Fault store.broken when the folder was written by another version of this layout. */
export function openTables(root: RootDatabase): Tables {
  const tables: Tables = {
    root,
    conversations: openTable(root, 'conversations'),
    states: openTable(root, 'states', 'binary'),
    vaults: openTable(root, 'vaults'),
    log: openTable(root, 'log'),
    fingerprints: openTable(root, 'fingerprints'),
    blobs: openTable(root, 'blobs'),
    unclaimed: openTable(root, 'unclaimed'),
    parcels: openTable(root, 'parcels'),
    bodies: openTable(root, 'bodies', 'binary'),
    due: openTable(root, 'due'),
    created: openTable(root, 'created'),
    ends: openTable(root, 'ends'),
    mailboxes: openTable(root, 'mailboxes'),
    pins: openTable(root, 'pins', 'binary'),
    tallies: openTable(root, 'tallies'),
    counters: openTable(root, 'counters'),
  };
  const found = tables.counters.get('format');
  if (found === null) tables.counters.put('format', format);
  else if (found !== format)
    throw new Fault(
      'store.broken',
      `The store has layout ${found}, this version of the bot reads layout ${format}. Start the version that wrote it.`,
    );
  return tables;
}
