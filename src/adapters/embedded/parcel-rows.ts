// The outbox: parcels with their indexes and counters, kept in step by these functions alone. It refuses to lose one: a parcel
// goes only when a courier says so, or after it has been refused and its time is up.
import type { NewParcel } from '../../ports/records.js';
import { dropBlob } from './blob-rows.js';
import { moveEnd } from './ends.js';
import type { ParcelRow, Tables } from './tables.js';

/** Ms that a refused parcel is kept after its end. */
const keptAfterEnd = 7 * 24 * 60 * 60 * 1000;

/** When a refused parcel goes. */
export const endOfRefused = (row: ParcelRow): number => row.expiresAt + keptAfterEnd;

function count(tables: Tables, status: ParcelRow['status'], by: 1 | -1): void {
  tables.counters.put(status, (tables.counters.get(status) ?? 0) + by);
}

/** Inside a transaction. `blobs` in the order of the report's list of files. */
export function putParcel(tables: Tables, { id, body, ...parcel }: NewParcel, blobs: string[]): void {
  const { kind, meta, createdAt, due, expiresAt } = parcel;
  const row = { kind, meta, createdAt, due, expiresAt, attempts: 0, lease: null, status: 'waiting', blobs } as const;
  tables.parcels.put(id, row);
  tables.bodies.put(id, body);
  tables.due.put([due, id], true);
  tables.created.put([createdAt, id], true);
  count(tables, 'waiting', 1);
}

/** Inside a transaction: leases, returns or puts off a waiting parcel. */
export function moveParcel(
  tables: Tables,
  id: string,
  row: ParcelRow,
  to: { due: number; lease: string | null; attempts: number },
): void {
  tables.due.remove([row.due, id]);
  tables.due.put([to.due, id], true);
  tables.parcels.put(id, { ...row, ...to });
}

function leaveQueue(tables: Tables, id: string, row: ParcelRow): void {
  tables.due.remove([row.due, id]);
  tables.created.remove([row.createdAt, id]);
  count(tables, 'waiting', -1);
}

/** Inside a transaction: sets a waiting parcel aside. */
export function refuseParcel(tables: Tables, id: string, row: ParcelRow): void {
  leaveQueue(tables, id, row);
  tables.parcels.put(id, { ...row, lease: null, status: 'refused' });
  count(tables, 'refused', 1);
  moveEnd(tables, 'parcel', id, null, endOfRefused(row));
}

/** Inside a transaction: deletes a parcel with its blobs. Returns the blobs whose files are the caller's to delete, after the commit. */
export function dropParcel(tables: Tables, id: string, row: ParcelRow): string[] {
  if (row.status === 'waiting') leaveQueue(tables, id, row);
  else {
    count(tables, 'refused', -1);
    moveEnd(tables, 'parcel', id, endOfRefused(row), null);
  }
  tables.parcels.remove(id);
  tables.bodies.remove(id);
  return row.blobs.filter((blob) => {
    const kept = tables.blobs.get(blob);
    if (kept?.parcel !== id) return false;
    dropBlob(tables, blob, kept);
    return true;
  });
}
