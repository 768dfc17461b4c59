// Conversations as the house reads and writes them: JSON on this side, ciphertext and hashed ids on the side of the records.
// Nothing readable goes past this file.
import type { Incoming, Outgoing } from '../core/chat/message.js';
import type { Cipher, ConversationRef } from '../ports/cipher.js';
import type { Blobs } from '../ports/blobs.js';
import type { Change, Lifetime, LogRecord, Records } from '../ports/records.js';
import type { Entry } from './chat.js';
import type { Session } from './session.js';

export interface LoadedConversation<S> {
  revision: number;
  /** The `seq` of the last inbound entry that was dealt with. */
  handled: number;
  session: S | null;
  /** The receipt, while it may be shown. */
  receipt: { digits: string; until: number } | null;
  next: (Entry & { direction: 'in' }) | null;
}

/** What one turn changes; all or nothing. */
export interface TurnChange<S> extends Pick<Change, 'handled' | 'cutLog' | 'parcels' | 'claims'> {
  session: S;
  receipt: { digits: string; until: number } | null;
  replies: { at: number; outgoing: Outgoing }[];
}

/** `S`: what is kept of a conversation between its turns. */
export interface ConversationStore<S = Session> {
  append(
    ref: ConversationRef,
    incoming: Incoming,
    fingerprint: string | null,
    now: number,
  ): Promise<{ seq: number; at: number; isNew: boolean } | null>;
  load(ref: ConversationRef, now: number): Promise<LoadedConversation<S> | null>;
  read(ref: ConversationRef, after: number, now: number): Promise<Entry[]>;
  commit(ref: ConversationRef, expected: number, change: TurnChange<S>): Promise<boolean>;
  /** Forgets it with everything that was not sent. */
  erase(ref: ConversationRef): Promise<void>;
  /** Keeps ciphertext with the conversation, for as long as it can live. */
  keepBlob(ref: ConversationRef, blob: string, ciphertext: AsyncIterable<Uint8Array>, now: number): Promise<void>;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();
/** More than a conversation of two hours at full speed; a client that is further behind reads on. */
const readLimit = 10_000;

/** `opening`: what begins a conversation that is not there (any more): only a start, or anything that is said. */
export function createConversationStore<S = Session>(
  records: Records,
  blobs: Blobs,
  cipher: Cipher,
  lifetime: Lifetime,
  opening: 'start' | 'anything' = 'start',
): ConversationStore<S> {
  const seal = (ref: ConversationRef, purpose: string, value: unknown) =>
    cipher.seal(ref, purpose, encoder.encode(JSON.stringify(value)));
  const open = (ref: ConversationRef, purpose: string, sealed: Uint8Array): unknown =>
    JSON.parse(decoder.decode(cipher.open(ref, purpose, sealed)));

  const toEntry = (ref: ConversationRef, { seq, at, direction, body }: LogRecord): Entry => {
    if (direction === 'in') {
      return { seq, id: String(seq), at, direction, incoming: open(ref, 'in', body) as Incoming };
    }
    const outgoing = open(ref, 'out', body) as Outgoing;
    return { seq, id: outgoing.id, at, direction, outgoing };
  };

  return {
    append(ref, incoming, fingerprint, now) {
      const entry = {
        body: seal(ref, 'in', incoming),
        fingerprint: fingerprint === null ? null : cipher.fingerprint(ref, fingerprint),
      };
      const mustExist = opening === 'start' && incoming.input.kind !== 'start';
      return records.append(cipher.storageId(ref.id), entry, { now, lifetime, mustExist });
    },

    async load(ref, now) {
      const found = await records.load(cipher.storageId(ref.id), now);
      if (!found) return null;
      const next = found.next && toEntry(ref, found.next);
      return {
        revision: found.revision,
        handled: found.handled,
        session: found.state && (open(ref, 'state', found.state) as S),
        receipt: found.vault && { digits: open(ref, 'vault', found.vault.body) as string, until: found.vault.until },
        next: next?.direction === 'in' ? next : null,
      };
    },

    async read(ref, after, now) {
      const found = await records.read(cipher.storageId(ref.id), after, readLimit, now);
      return found.map((record) => toEntry(ref, record));
    },

    commit(ref, expected, { session, receipt, replies, ...change }) {
      return records.commit(cipher.storageId(ref.id), expected, {
        ...change,
        state: seal(ref, 'state', session),
        vault: receipt && { body: seal(ref, 'vault', receipt.digits), until: receipt.until },
        log: replies.map(({ at, outgoing }) => ({ at, body: seal(ref, 'out', outgoing) })),
      });
    },

    erase: (ref) => records.erase(cipher.storageId(ref.id)),

    keepBlob(ref, blob, ciphertext, now) {
      const conversation = cipher.storageId(ref.id);
      return blobs.write({ id: blob, conversation, expiresAt: now + lifetime.absolute }, ciphertext);
    },
  };
}
