// A note in the outbox that a conversation may have something left to say: it is committed with the turn, so that a process that
// dies before it speaks is outlived by the note. It names the conversation in ciphertext only, and holds no reply.
import type { Cipher, ConversationRef } from '../ports/cipher.js';
import type { NewParcel } from '../ports/records.js';

/** Under which reminders are sealed: they must be readable before it is known whose they are. */
const shelf: ConversationRef = { id: 'replies-that-are-not-said-yet', secret: null };
const encoder = new TextEncoder();
const decoder = new TextDecoder();

export interface Reminders {
  /** Due at `due`, when whoever made it should be done; worth nothing after `expiresAt`. All in ms. */
  make(ref: ConversationRef, seq: number, times: { now: number; due: number; expiresAt: number }): NewParcel;
  /** Throws Fault cipher.unknownKey or cipher.broken. */
  read(body: Uint8Array): ConversationRef;
}

export function createReminders(cipher: Cipher): Reminders {
  return {
    make: (ref, seq, { now, due, expiresAt }) => ({
      id: cipher.fingerprint(ref, `reminder ${seq}`),
      kind: 'reminder',
      meta: {},
      body: cipher.seal(shelf, 'reminder', encoder.encode(ref.id)),
      createdAt: now,
      due,
      expiresAt,
    }),
    read: (body) => ({ id: decoder.decode(cipher.open(shelf, 'reminder', body)), secret: null }),
  };
}
