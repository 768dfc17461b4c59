// Who a blob belongs to: first a conversation, then a parcel. It refuses to give one conversation's blob to another's parcel,
// and to promise a file that is not whole.
import { Fault } from '../../ports/fault.js';
import { moveEnd } from './ends.js';
import type { BlobRow, Tables } from './tables.js';

/** Inside a transaction. A claimed blob has no end of its own. Throws Fault blob.missing. */
export function claimBlob(tables: Tables, conversation: string, blob: string, parcel: string): void {
  const row = tables.blobs.get(blob);
  const isFree = row?.parcel === null || row?.parcel === parcel;
  if (!row?.isWhole || row.conversation !== conversation || !isFree)
    throw new Fault('blob.missing', 'A file that belongs to the report is not there. Ask for it again.');
  if (row.parcel === parcel) return;
  tables.blobs.put(blob, { ...row, parcel });
  tables.unclaimed.remove([conversation, blob]);
  moveEnd(tables, 'blob', blob, row.expiresAt, null);
}

/** Inside a transaction: a new blob whose file is still to be written. */
export function putBlob(tables: Tables, blob: { id: string; conversation: string; expiresAt: number }): void {
  const { id, conversation, expiresAt } = blob;
  tables.blobs.put(id, { conversation, parcel: null, expiresAt, isWhole: false });
  tables.unclaimed.put([conversation, id], true);
  moveEnd(tables, 'blob', id, null, expiresAt);
}

/** Inside a transaction: forgets a blob, whoever it belongs to. Its file is the caller's to delete, after the commit. */
export function dropBlob(tables: Tables, id: string, row: BlobRow): void {
  tables.blobs.remove(id);
  if (row.parcel !== null) return;
  tables.unclaimed.remove([row.conversation, id]);
  moveEnd(tables, 'blob', id, row.expiresAt, null);
}
