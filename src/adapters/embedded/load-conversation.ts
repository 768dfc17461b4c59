// Reads a conversation and its log as of now. It refuses to show what has ended, whatever the disk still holds.
import type { ConversationRecord, LogRecord } from '../../ports/records.js';
import { isLiving } from './append-entry.js';
import { isPast } from './ends.js';
import type { ConversationRow, Tables } from './tables.js';

const readLiving = (tables: Tables, conversation: string, now: number): ConversationRow | null => {
  const row = tables.conversations.get(conversation);
  return row && isLiving(row, now) ? row : null;
};

/** Between `handled` and the next inbound entry stand only the replies of one turn, so the way is short. */
function findNext(tables: Tables, conversation: string, row: ConversationRow): LogRecord | null {
  for (let seq = row.handled + 1; seq <= row.lastIn.seq; seq += 1) {
    const entry = tables.log.get([conversation, seq]);
    if (entry?.direction === 'in') return { seq, ...entry };
  }
  return null;
}

/** Contract as Records.load. */
export function loadConversation(tables: Tables, conversation: string, now: number): ConversationRecord | null {
  const row = readLiving(tables, conversation, now);
  if (!row) return null;
  const vault = tables.vaults.get(conversation);
  return {
    revision: row.revision,
    handled: row.handled,
    startedAt: row.startedAt,
    expiresAt: row.expiresAt,
    state: tables.states.get(conversation),
    vault: vault && !isPast(vault.until, now) ? vault : null,
    next: findNext(tables, conversation, row),
  };
}

/** Contract as Records.read. */
export function readLog(tables: Tables, conversation: string, after: number, limit: number, now: number): LogRecord[] {
  if (!readLiving(tables, conversation, now)) return [];
  return tables.log
    .range([conversation, after + 1], [conversation, Number.MAX_SAFE_INTEGER], limit)
    .map(({ key, value }) => ({ seq: key[1], ...value }));
}
