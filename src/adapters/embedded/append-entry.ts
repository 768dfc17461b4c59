// Puts an inbound entry on a conversation's log. It refuses to add the same one twice.
import type { Lifetime } from '../../ports/records.js';
import { isPast, moveEnd } from './ends.js';
import { purgeConversation } from './purge-conversation.js';
import type { ConversationRow, Tables } from './tables.js';

/** Ms between inbound entries at the least, so that a reader can tell and order them by time alone. */
const apart = 100;

/** Living: it has not ended and no sweep has begun on it. */
export const isLiving = (row: ConversationRow, now: number): boolean => !row.isOver && !isPast(row.expiresAt, now);

/** Inside a transaction; contract as Records.append. An ended conversation is purged first and begins afresh. */
export function appendEntry(
  tables: Tables,
  conversation: string,
  entry: { body: Uint8Array; fingerprint: string | null },
  { now, lifetime, mustExist }: { now: number; lifetime: Lifetime; mustExist: boolean },
): { seq: number; at: number; isNew: boolean } | null {
  const found = tables.conversations.get(conversation);
  const living = found && isLiving(found, now) ? found : null;
  if (!living && mustExist) return null;
  if (found && !living) purgeConversation(tables, conversation, found, null);
  if (living && entry.fingerprint !== null) {
    const first = tables.fingerprints.get([conversation, entry.fingerprint]);
    if (first) return { seq: first.seq, at: first.at, isNew: false };
  }
  const seq = (living?.lastSeq ?? 0) + 1;
  const at = living ? Math.max(now, living.lastIn.at + apart) : now;
  const startedAt = living?.startedAt ?? now;
  const expiresAt = Math.min(now + lifetime.idle, startedAt + lifetime.absolute);
  tables.conversations.put(conversation, {
    revision: living?.revision ?? 0,
    handled: living?.handled ?? 0,
    lastSeq: seq,
    lastIn: { seq, at },
    startedAt,
    expiresAt,
    isOver: false,
  });
  tables.log.put([conversation, seq], { at, direction: 'in', body: entry.body });
  if (entry.fingerprint !== null) tables.fingerprints.put([conversation, entry.fingerprint], { seq, at });
  moveEnd(tables, 'conversation', conversation, living?.expiresAt ?? null, expiresAt);
  return { seq, at, isNew: true };
}
