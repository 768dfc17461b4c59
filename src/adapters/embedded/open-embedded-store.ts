// Opens the embedded store: the records, mailboxes and blobs of one process in one folder, on LMDB. It refuses a folder that
// another process owns, and never says "done" before the disk has it.
import { mkdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import { open, type RootDatabase } from 'lmdb';
import type { Blobs } from '../../ports/blobs.js';
import { Fault } from '../../ports/fault.js';
import type { Mailboxes } from '../../ports/mailboxes.js';
import type { Records } from '../../ports/records.js';
import { openBlobFolder } from './blob-folder.js';
import { embeddedBlobs, tidyBlobs } from './embedded-blobs.js';
import { embeddedMailboxes } from './embedded-mailboxes.js';
import { embeddedRecords } from './embedded-records.js';
import { releaseLeases } from './release-leases.js';
import { ownerAddress, ownFolder, refuseOwned } from './own-folder.js';
import { syncFolder } from './sync-folder.js';
import { openTables } from './tables.js';
import { transact } from './transact.js';

export interface EmbeddedStore {
  records: Records;
  mailboxes: Mailboxes;
  blobs: Blobs;
  /** Resolves when everything is on disk and the folder is free. Twice is fine. */
  close(): Promise<void>;
}

/** Folders that this process has opened or is opening; LMDB would share them silently. */
const own = new Set<string>();

/**
 * What matters for the promises of the ports: overlappingSync off (a commit is fsynced before it resolves), noMemInit off (pages
 * are zeroed, so that nothing of the process's memory reaches the file), eventTurnBatching off (on, a full disk rejects a promise
 * inside lmdb that nobody can hear, and that ends the process).
 */
function openRoot(folder: string): RootDatabase {
  const options = {
    path: path.join(folder, 'records.mdb'),
    noSubdir: true,
    maxDbs: 24,
    overlappingSync: false,
    noMemInit: false,
    eventTurnBatching: false,
    permissionsMode: 0o600,
  };
  try {
    return open(options);
  } catch (error) {
    throw new Fault('store.broken', `The store in ${folder} cannot be opened. Restore a backup.`, error);
  }
}

async function fill(folder: string, root: RootDatabase, close: () => Promise<void>): Promise<EmbeddedStore> {
  const tables = openTables(root);
  await transact(root, () => releaseLeases(tables));
  const blobFolder = await openBlobFolder(path.join(folder, 'blobs'));
  const house = { tables, folder: blobFolder, close };
  await tidyBlobs(house);
  await syncFolder(folder);
  await syncFolder(path.dirname(folder));
  return { records: embeddedRecords(house), mailboxes: embeddedMailboxes(tables), blobs: embeddedBlobs(house), close };
}

/**
 * `path`: a folder on a local disk, made when it is not there. `name`: what the owner is called in the message that refuses
 * another. Throws Fault store.owned or store.broken.
 */
export async function openEmbeddedStore(at: { path: string; name: string }): Promise<EmbeddedStore> {
  await mkdir(at.path, { recursive: true, mode: 0o700 });
  const folder = await realpath(at.path);
  if (own.has(folder))
    throw new Fault(
      'store.owned',
      `The store in ${folder} is open in this process (${process.pid}) already. Close it first.`,
    );
  own.add(folder);
  let root: RootDatabase | null = null;
  let release: (() => Promise<void>) | null = null;
  const letGo = async () => {
    try {
      // first, because the next owner must not begin before the last write of this one is done
      await root?.close();
    } finally {
      await release?.();
      own.delete(folder);
    }
  };
  try {
    await refuseOwned(ownerAddress(folder), folder);
    root = openRoot(folder);
    // LMDB's write lock, which the kernel frees when its holder dies, keeps two starters from taking over the same stale socket.
    release = await root.transactionSync(() => ownFolder(folder, at.name));
    let closing: Promise<void> | null = null;
    return await fill(folder, root, () => (closing ??= letGo()));
  } catch (error) {
    await letGo();
    throw error;
  }
}
