// Files in the embedded store: the record first, then the file, so that nothing can be orphaned. It refuses to delete a file
// that a report has claimed.
import type { Blobs } from '../../ports/blobs.js';
import { Fault } from '../../ports/fault.js';
import { isBlobId, type BlobFolder } from './blob-folder.js';
import { dropBlob, putBlob } from './blob-rows.js';
import type { Tables } from './tables.js';
import { transact } from './transact.js';

/** Forgets those of `ids` that nobody has claimed and deletes their files; `unfinished`: only those not whole yet. */
async function forget(
  { tables, folder }: { tables: Tables; folder: BlobFolder },
  ids: string[],
  which: 'all' | 'unfinished',
): Promise<void> {
  const gone = await transact(tables.root, () =>
    ids.filter((id) => {
      const row = tables.blobs.get(id);
      if (row?.parcel !== null || (which === 'unfinished' && row.isWhole)) return false;
      dropBlob(tables, id, row);
      return true;
    }),
  );
  await folder.remove(gone);
}

export function embeddedBlobs(house: { tables: Tables; folder: BlobFolder }): Blobs {
  const { tables, folder } = house;
  return {
    async write(blob, source) {
      const { id, conversation, expiresAt } = blob;
      if (!isBlobId(id)) throw new Fault('store.broken', 'A blob id is letters, digits, - and _. Correct the caller.');
      await transact(tables.root, () => {
        if (tables.blobs.get(id))
          throw new Fault('store.broken', 'A blob with this id is kept already. Draw a new id.');
        putBlob(tables, { id, conversation, expiresAt });
      });
      try {
        await folder.write(id, source);
        await transact(tables.root, () => {
          const row = tables.blobs.get(id);
          // erased or swept while it was on its way: the file must go as well
          if (!row) throw new Fault('blob.missing', 'The file was removed while it was being written.');
          tables.blobs.put(id, { ...row, isWhole: true });
        });
      } catch (error) {
        // What stays behind when this fails too is deleted at the next start; the caller needs to hear of the first failure.
        await forget(house, [id], 'unfinished').catch(() => undefined);
        if (!tables.blobs.get(id)) await folder.remove([id]).catch(() => undefined);
        throw error;
      }
    },
    async read(id) {
      if (!tables.blobs.get(id)?.isWhole) throw new Fault('blob.missing', 'The file is not kept here any more.');
      return folder.read(id);
    },
    async remove(ids) {
      await forget(house, ids, 'all');
    },
  };
}

/** At the start, before anybody writes: deletes files without a record, and files whose writing was never acknowledged. */
export async function tidyBlobs(house: { tables: Tables; folder: BlobFolder }): Promise<void> {
  const { tables, folder } = house;
  const loose = (await folder.list()).filter((id) => !tables.blobs.get(id)?.isWhole);
  if (loose.length === 0) return;
  await forget(house, loose, 'unfinished');
  await folder.remove(loose);
}
