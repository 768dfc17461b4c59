// Deletes what a conversation has: state, vault, log, fingerprints. It refuses to touch parcels, which belong to customs once
// they are committed, and blobs, which have an end of their own (a file may come before the words that go with it).
import { moveEnd } from './ends.js';
import { keysUnder } from './table.js';
import type { ConversationRow, Tables } from './tables.js';

/**
 * Inside a transaction. Deletes `budget` entries and fingerprints at most (null: all). False when something is left; the
 * conversation is gone for every reader all the same.
 */
export function purgeConversation(
  tables: Tables,
  conversation: string,
  row: ConversationRow,
  budget: number | null,
): boolean {
  const vault = tables.vaults.get(conversation);
  if (vault) moveEnd(tables, 'vault', conversation, vault.until, null);
  tables.vaults.remove(conversation);
  tables.states.remove(conversation);
  const entries = keysUnder(tables.log, conversation, budget);
  for (const key of entries) tables.log.remove(key);
  const left = budget === null ? null : budget - entries.length;
  const fingerprints = left === 0 ? [] : keysUnder(tables.fingerprints, conversation, left);
  for (const key of fingerprints) tables.fingerprints.remove(key);
  if (budget !== null && entries.length + fingerprints.length >= budget) {
    tables.conversations.put(conversation, { ...row, isOver: true });
    return false;
  }
  tables.conversations.remove(conversation);
  moveEnd(tables, 'conversation', conversation, row.expiresAt, null);
  return true;
}
