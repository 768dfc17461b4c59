// Lends due parcels to a courier and takes its word for what became of them. It refuses the word of one whose lease has passed
// to another.
import { randomUUID } from 'node:crypto';
import type { Backlog, LeasedParcel, Settlement } from '../../ports/records.js';
import { dropParcel, moveParcel, refuseParcel } from './parcel-rows.js';
import type { Tables } from './tables.js';

/** [due, parcel] that are due at `now`, the longest due first. */
export function listDue(tables: Tables, now: number, limit: number): [number, string][] {
  return tables.due.keys(null, [now + 1], limit).filter(([due]) => due <= now);
}

/** Inside a transaction; contract as Records.lease. */
export function leaseParcels(tables: Tables, now: number, until: number, limit: number): LeasedParcel[] {
  return listDue(tables, now, limit).flatMap(([due, id]) => {
    const row = tables.parcels.get(id);
    const body = tables.bodies.get(id);
    // A damaged row must not hold up the reports behind it: it leaves the queue, and what is left of it raises the alarm.
    if (!row) tables.due.remove([due, id]);
    else if (!body) refuseParcel(tables, id, row);
    if (!row || !body) return [];
    const lease = randomUUID();
    moveParcel(tables, id, row, { due: until, lease, attempts: row.attempts + 1 });
    const { kind, meta, createdAt, expiresAt, attempts, blobs } = row;
    return [{ id, kind, meta, body, createdAt, due: until, expiresAt, lease, attempts, blobs }];
  });
}

/**
 * Inside a transaction; contract as Records.settle. Null when the lease is no longer the caller's, else the blobs whose files
 * are the caller's to delete, after the commit.
 */
export function settleParcel(tables: Tables, id: string, lease: string, settlement: Settlement): string[] | null {
  const row = tables.parcels.get(id);
  if (row?.lease !== lease) return null;
  switch (settlement.kind) {
    case 'done':
      return dropParcel(tables, id, row);
    case 'later':
      moveParcel(tables, id, row, { due: settlement.due, lease: null, attempts: row.attempts });
      return [];
    case 'refused':
      refuseParcel(tables, id, row);
      return [];
  }
}

/** Contract as Records.backlog; three look-ups, however long the queue is. */
export function readBacklog(tables: Tables): Backlog {
  return {
    waiting: tables.counters.get('waiting') ?? 0,
    refused: tables.counters.get('refused') ?? 0,
    oldest: tables.created.keys(null, null, 1)[0]?.[0] ?? null,
  };
}
