// Deletes what has ended, found by the index of ends. It refuses to do more than a bounded piece of work in one go, and to
// touch a waiting parcel, which has no end.
import { dropBlob } from './blob-rows.js';
import { isPast, listEnded, moveEnd } from './ends.js';
import { dropParcel, endOfRefused } from './parcel-rows.js';
import { purgeConversation } from './purge-conversation.js';
import type { EndKind, Tables } from './tables.js';

/** Log entries and fingerprints that one call deletes at most. */
const entriesAtOnce = 2_000;

/** What one call has left to do, and the blobs whose records went. */
interface Sweep {
  now: number;
  budget: number;
  files: string[];
}

function sweepOne(tables: Tables, sweep: Sweep, [end, kind, id]: [number, EndKind, string]): void {
  switch (kind) {
    case 'conversation': {
      const row = tables.conversations.get(id);
      if (row?.expiresAt !== end) break;
      const isDone = purgeConversation(tables, id, row, entriesAtOnce);
      sweep.budget -= row.lastSeq;
      if (isDone) break;
      return;
    }
    case 'vault':
      if (tables.vaults.get(id)?.until === end) tables.vaults.remove(id);
      break;
    case 'mailbox':
      if (tables.mailboxes.get(id)?.expiresAt === end) tables.mailboxes.remove(id);
      break;
    case 'blob': {
      const row = tables.blobs.get(id);
      if (row?.parcel !== null || !isPast(row.expiresAt, sweep.now)) break;
      dropBlob(tables, id, row);
      sweep.files.push(id);
      break;
    }
    case 'parcel': {
      const row = tables.parcels.get(id);
      if (row?.status === 'refused' && isPast(endOfRefused(row), sweep.now))
        sweep.files.push(...dropParcel(tables, id, row));
      break;
    }
  }
  moveEnd(tables, kind, id, end, null);
}

/**
 * Inside a transaction; contract as Records.sweep. `went` counts a conversation that is deleted in pieces once a piece; the
 * files of `files` are the caller's to delete, after the commit.
 */
export function sweepEnded(tables: Tables, now: number, limit: number): { went: number; files: string[] } {
  const sweep: Sweep = { now, budget: entriesAtOnce, files: [] };
  let went = 0;
  for (const ended of listEnded(tables, now, limit)) {
    if (sweep.budget <= 0) break;
    sweepOne(tables, sweep, ended);
    went += 1;
  }
  return { went, files: sweep.files };
}
