// The one step in which a turn becomes true: state, log, vault, parcels and claims together. It refuses a change that was
// made on another revision, and one that promises a file which is not there.
import { Fault } from '../../ports/fault.js';
import type { Change } from '../../ports/records.js';
import { claimBlob } from './blob-rows.js';
import { moveEnd } from './ends.js';
import { putParcel } from './parcel-rows.js';
import type { ConversationRow, Tables } from './tables.js';

function checkHandled(tables: Tables, conversation: string, row: ConversationRow, handled: number): void {
  const isRepeated = handled === row.handled && handled > 0;
  const isNext = handled > row.handled && tables.log.get([conversation, handled])?.direction === 'in';
  if (isRepeated || isNext) return;
  throw new Fault('store.broken', `A commit names entry ${handled}, which is not an inbound one. Correct the caller.`);
}

function putVault(tables: Tables, conversation: string, vault: Change['vault']): void {
  const before = tables.vaults.get(conversation);
  moveEnd(tables, 'vault', conversation, before?.until ?? null, vault?.until ?? null);
  if (vault) tables.vaults.put(conversation, vault);
  else if (before) tables.vaults.remove(conversation);
}

/** Puts the parcels that are not kept yet, and hands them their blobs in the order of the claims. */
function putParcels(tables: Tables, conversation: string, { parcels, claims }: Change): void {
  const fresh = new Set<string>();
  for (const parcel of parcels) {
    if (tables.parcels.get(parcel.id)) continue;
    const blobs = claims.filter((claim) => claim.parcel === parcel.id).map((claim) => claim.blob);
    putParcel(tables, parcel, [...new Set(blobs)]);
    fresh.add(parcel.id);
  }
  for (const { blob, parcel } of claims) {
    if (fresh.has(parcel)) claimBlob(tables, conversation, blob, parcel);
    else if (!tables.parcels.get(parcel))
      throw new Fault(
        'store.broken',
        'A commit claims a blob for a parcel that it does not bring. Correct the caller.',
      );
  }
}

/**
 * Inside a transaction; contract as Records.commit. A conversation that has ended but is not swept is still committed to: a
 * report that was confirmed in time is kept. Throws Fault blob.missing for a claim on a blob that is not there, not whole, or
 * another conversation's.
 */
export function commitChange(tables: Tables, conversation: string, expected: number, change: Change): boolean {
  const row = tables.conversations.get(conversation);
  if (!row || row.isOver || row.revision !== expected) return false;
  checkHandled(tables, conversation, row, change.handled);
  if (change.cutLog)
    for (const key of tables.log.keys([conversation, 0], [conversation, change.handled + 1], null))
      tables.log.remove(key);
  change.log.forEach(({ at, body }, index) => {
    tables.log.put([conversation, row.lastSeq + 1 + index], { at, direction: 'out', body });
  });
  tables.states.put(conversation, change.state);
  putVault(tables, conversation, change.vault);
  putParcels(tables, conversation, change);
  tables.conversations.put(conversation, {
    ...row,
    revision: row.revision + 1,
    handled: change.handled,
    lastSeq: row.lastSeq + change.log.length,
  });
  return true;
}
