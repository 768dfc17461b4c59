// Frees the parcels that a process had on lease when it ended: the store has one owner, so whoever opens it knows that nobody
// works on them any more, and no report waits for a dead courier.
import { moveParcel } from './parcel-rows.js';
import type { Tables } from './tables.js';

/** Inside a transaction, once at the opening. Leased parcels become due at once. */
export function releaseLeases(tables: Tables): void {
  const waiting = tables.due.keys(null, null, null);
  for (const [, id] of waiting) {
    const row = tables.parcels.get(id);
    if (row?.lease) moveParcel(tables, id, row, { due: 0, lease: null, attempts: row.attempts });
  }
}
