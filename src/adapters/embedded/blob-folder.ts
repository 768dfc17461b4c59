// The folder with the ciphertext files: one file a blob, named by its id. It refuses names that are not ids, and never shows a
// file before it is whole and on disk.
import { createReadStream } from 'node:fs';
import { mkdir, open, opendir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Fault } from '../../ports/fault.js';
import { syncFolder } from './sync-folder.js';

export interface BlobFolder {
  /** Whole and fsynced when it resolves. Throws what `source` throws or Fault store.broken, and then keeps nothing. */
  write(id: string, source: AsyncIterable<Uint8Array>): Promise<void>;
  /** Throws Fault blob.missing, at once or while it is read. */
  read(id: string): Promise<AsyncIterable<Uint8Array>>;
  /** Absent is fine. */
  remove(ids: string[]): Promise<void>;
  /** The ids of all whole files. */
  list(): Promise<string[]>;
}

const unfinished = '.part';

/** Ids are random and made by the house; anything that could name another folder is a fault of the caller. */
export const isBlobId = (id: string): boolean => /^[\w-]{1,200}$/.test(id);

const missing = (cause?: unknown) => new Fault('blob.missing', 'The file is not kept here any more.', cause);

async function* readFile(file: string): AsyncIterable<Uint8Array> {
  try {
    // opened by the first reader, so that a read that nobody begins holds nothing open
    for await (const chunk of createReadStream(file) as AsyncIterable<Uint8Array>) yield chunk;
  } catch (error) {
    throw missing(error);
  }
}

async function writeWhole(file: string, source: AsyncIterable<Uint8Array>): Promise<void> {
  const handle = await open(file, 'w', 0o600);
  try {
    await writeFile(handle, source);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Passes `source` on and remembers what it threw, so that it can be told from what the disk throws. */
function watch(source: AsyncIterable<Uint8Array>) {
  const watched = { thrown: null as { error: unknown } | null, chunks: pass() };
  return watched;
  async function* pass(): AsyncIterable<Uint8Array> {
    try {
      yield* source;
    } catch (error) {
      watched.thrown = { error };
      throw error;
    }
  }
}

async function listNames(folder: string): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of await opendir(folder)) names.push(name);
  return names;
}

/** Deletes what was half-written when a process died; the caller owns the folder, so nobody is writing. */
export async function openBlobFolder(folder: string): Promise<BlobFolder> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const name of await listNames(folder))
    if (name.endsWith(unfinished)) await rm(path.join(folder, name), { force: true });
  const fileOf = (id: string) => {
    if (!isBlobId(id)) throw missing();
    return path.join(folder, id);
  };
  return {
    async write(id, source) {
      const file = fileOf(id);
      const watched = watch(source);
      try {
        await writeWhole(file + unfinished, watched.chunks);
        await rename(file + unfinished, file);
        await syncFolder(folder);
      } catch (error) {
        // what cannot be deleted now is deleted at the next start; the caller needs to hear of the first failure
        for (const name of [file + unfinished, file]) await rm(name, { force: true }).catch(() => undefined);
        if (watched.thrown) throw error;
        throw new Fault('store.broken', 'The store could not write a file. Check the free space of its disk.', error);
      }
    },
    async read(id) {
      const file = fileOf(id);
      await stat(file).catch((error: unknown) => {
        throw missing(error);
      });
      return readFile(file);
    },
    async remove(ids) {
      for (const id of ids) if (isBlobId(id)) await rm(fileOf(id), { force: true });
    },
    async list() {
      return (await listNames(folder)).filter(isBlobId);
    },
  };
}
