// Puts a file in place once: whole and durable, or not at all. It refuses to touch what is there already.
import { randomBytes } from 'node:crypto';
import { access, link, open, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { syncFolder } from './sync-folder.js';

interface PutOptions {
  /** POSIX mode bits; 0600 where not given. */
  mode?: number;
  /** Ms since 1970: the time that the file shall show, where the true one would say too much. */
  modified?: number;
  /** Gives a file a second name; another one where tests play a file system without hard links. */
  link?: (from: string, to: string) => Promise<void>;
}

/** What `link` answers on file systems without hard links (FAT, exFAT, some network shares). */
const noHardLinks = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EISDIR', 'UNKNOWN']);

const codeOf = (cause: unknown) => (cause as NodeJS.ErrnoException).code ?? '';

async function isThere(file: string): Promise<boolean> {
  try {
    await access(file);
    return true;
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return false;
    throw cause;
  }
}

async function writeDurably(file: string, body: Uint8Array | AsyncIterable<Uint8Array>, options: PutOptions) {
  const handle = await open(file, 'wx', options.mode ?? 0o600);
  try {
    await writeFile(handle, body);
    if (options.modified !== undefined) await handle.utimes(options.modified / 1000, options.modified / 1000);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** True when it is now under its name, false when another one was there. */
async function name(temporary: string, file: string, linkTo: NonNullable<PutOptions['link']>): Promise<boolean> {
  try {
    await linkTo(temporary, file);
    return true;
  } catch (cause) {
    if (codeOf(cause) === 'EEXIST') return false;
    if (!noHardLinks.has(codeOf(cause))) throw cause;
  }
  // Without hard links: opening the final name with 'wx' and writing into it would leave half a file there after a kill, and
  // the repeat would take it for the whole. A rename is whole or nothing; two writers at the same moment bring the same bytes.
  if (await isThere(file)) return false;
  await rename(temporary, file);
  return true;
}

/**
 * Writes `body` under `file` unless something is there. True: it was written; false: it was there. In both cases the name and
 * the bytes are on disk, also when an earlier try was killed before it could make sure. The folder must exist. Throws what the
 * system or the source throws, and then leaves at most a `.NAME.*.tmp` behind when the process was killed. `body` is not read
 * when the file is there.
 */
export async function putFile(
  file: string,
  body: Uint8Array | AsyncIterable<Uint8Array>,
  options: PutOptions = {},
): Promise<boolean> {
  const folder = path.dirname(file);
  if (await isThere(file)) {
    await syncFolder(folder);
    return false;
  }
  const temporary = path.join(folder, `.${path.basename(file)}.${randomBytes(8).toString('hex')}.tmp`);
  try {
    await writeDurably(temporary, body, options);
    const isNew = await name(temporary, file, options.link ?? link);
    await rm(temporary, { force: true });
    await syncFolder(folder);
    return isNew;
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw cause;
  }
}
