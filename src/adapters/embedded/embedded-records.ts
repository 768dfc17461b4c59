// The records port on the embedded store: every change one transaction, every read one snapshot. It refuses to resolve before
// the disk has it.
import { Fault } from '../../ports/fault.js';
import type { Change, Records } from '../../ports/records.js';
import { appendEntry } from './append-entry.js';
import type { BlobFolder } from './blob-folder.js';
import { dropBlob } from './blob-rows.js';
import { commitChange } from './commit-change.js';
import { listEnded } from './ends.js';
import { leaseParcels, listDue, readBacklog, settleParcel } from './lease-parcels.js';
import { loadConversation, readLog } from './load-conversation.js';
import { purgeConversation } from './purge-conversation.js';
import { sweepEnded } from './sweep-ended.js';
import { keysUnder } from './table.js';
import type { Tables } from './tables.js';
import { transact } from './transact.js';

/** Forgets a conversation with its unclaimed blobs; returns the blobs whose files are to be deleted. */
function eraseConversation(tables: Tables, conversation: string): string[] {
  const row = tables.conversations.get(conversation);
  if (row) purgeConversation(tables, conversation, row, null);
  const blobs = keysUnder(tables.unclaimed, conversation, null).map(([, blob]) => blob);
  for (const blob of blobs) {
    const kept = tables.blobs.get(blob);
    if (kept) dropBlob(tables, blob, kept);
  }
  return blobs;
}

export function embeddedRecords(house: { tables: Tables; folder: BlobFolder; close: () => Promise<void> }): Records {
  const { tables, folder } = house;
  const change = <T>(make: () => T) => transact(tables.root, make);
  return {
    async append(conversation, entry, when) {
      // A copy: the transaction runs later, and the caller may wipe what it handed over.
      const own = structuredClone(entry);
      return change(() => appendEntry(tables, conversation, own, when));
    },
    async load(conversation, now) {
      return loadConversation(tables, conversation, now);
    },
    async read(conversation, after, limit, now) {
      return readLog(tables, conversation, after, limit, now);
    },
    async commit(conversation, expected, wanted) {
      const own: Change = structuredClone(wanted);
      return change(() => commitChange(tables, conversation, expected, own));
    },
    async erase(conversation) {
      await folder.remove(await change(() => eraseConversation(tables, conversation)));
    },
    async lease(now, until, limit) {
      if (listDue(tables, now, 1).length === 0) return [];
      return change(() => leaseParcels(tables, now, until, limit));
    },
    async settle(parcel, lease, settlement) {
      const files = await change(() => settleParcel(tables, parcel, lease, settlement));
      if (files) await folder.remove(files);
      return files !== null;
    },
    async backlog() {
      return readBacklog(tables);
    },
    async sweep(now, limit) {
      if (listEnded(tables, now, 1).length === 0) return 0;
      const { went, files } = await change(() => sweepEnded(tables, now, limit));
      await folder.remove(files);
      return went;
    },
    async pin(name, candidate) {
      const own = Uint8Array.from(candidate);
      await change(() => {
        if (!tables.pins.get(name)) tables.pins.put(name, own);
      });
      const kept = tables.pins.get(name);
      if (!kept) throw new Fault('store.broken', 'The store does not give back what it kept. Restore a backup.');
      return kept;
    },
    async tally(name, day) {
      await change(() => tables.tallies.put([name, day], (tables.tallies.get([name, day]) ?? 0) + 1));
    },
    async tallied(name, day) {
      return tables.tallies.range([name], [name, day], null).reduce((sum, { value }) => sum + value, 0);
    },
    close: house.close,
  };
}
