// What a contract suite is run on: the three stores of one adapter, empty at first. An adapter that survives a restart says how.
import type { Blobs } from '../../src/ports/blobs.js';
import type { Mailboxes } from '../../src/ports/mailboxes.js';
import type { Change, NewParcel, Records } from '../../src/ports/records.js';

export interface Subject {
  records: Records;
  mailboxes: Mailboxes;
  blobs: Blobs;
  /** Closes and cleans up; also after `reopen`. */
  close(): Promise<void>;
  /** Closes and opens again, as after a restart; this subject is of no use afterwards. */
  reopen?(): Promise<Subject>;
}

export type Make = () => Promise<Subject>;

/** A moment of the year 2027, in ms. */
export const start = 1_800_000_000_000;
export const minute = 60_000;
export const day = 24 * 60 * minute;
export const lifetime = { idle: 30 * minute, absolute: 60 * minute };

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
export const text = (body: Uint8Array | null | undefined): string | null =>
  body ? new TextDecoder().decode(body) : null;

/** Adds an inbound entry at `now`, creating the conversation. */
export async function say(
  { records }: Subject,
  conversation: string,
  words: string,
  now = start,
): Promise<{ seq: number; at: number; isNew: boolean }> {
  const entry = { body: bytes(words), fingerprint: null };
  const added = await records.append(conversation, entry, { now, lifetime, mustExist: false });
  if (!added) throw new Error('An append that may create answered null.');
  return added;
}

/** A change that deals with entry `handled` and does nothing else, but for what is given. */
export function change(handled: number, rest: Partial<Change> = {}): Change {
  return { handled, state: bytes('state'), vault: null, cutLog: false, log: [], parcels: [], claims: [], ...rest };
}

export function parcel(id: string, rest: Partial<NewParcel> = {}): NewParcel {
  const meta = { reportId: id, urgent: 'no' };
  const times = { createdAt: start, due: start, expiresAt: start + 30 * day };
  return { id, kind: 'report', meta, body: bytes(`sealed ${id}`), ...times, ...rest };
}

/** Puts `parcels` in the outbox by way of a conversation of their own. */
export async function post(subject: Subject, ...parcels: NewParcel[]): Promise<void> {
  const conversation = `sender of ${parcels[0]?.id ?? 'nothing'}`;
  const { seq } = await say(subject, conversation, 'send');
  const loaded = await subject.records.load(conversation, start);
  if (!(await subject.records.commit(conversation, loaded?.revision ?? 0, change(seq, { parcels }))))
    throw new Error('The parcels were not committed.');
}

export async function* chunks(...parts: string[]): AsyncIterable<Uint8Array> {
  for (const part of parts) yield bytes(part);
}

export async function readAll(source: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of source) parts.push(part);
  return Buffer.concat(parts).toString();
}

/** Keeps a blob of `conversation` that reads `words`. */
export async function keep(
  { blobs }: Subject,
  id: string,
  conversation: string,
  words = `content of ${id}`,
  expiresAt = start + day,
): Promise<void> {
  await blobs.write({ id, conversation, expiresAt }, chunks(words));
}

/** Whether the blob can be read. */
export async function isKept({ blobs }: Subject, id: string): Promise<boolean> {
  return blobs.read(id).then(
    () => true,
    () => false,
  );
}

/** Sweeps until nothing more goes; returns how many went. */
export async function sweepAll({ records }: Subject, now: number): Promise<number> {
  let went = 0;
  for (;;) {
    const count = await records.sweep(now, 100);
    if (count === 0) return went;
    went += count;
  }
}
