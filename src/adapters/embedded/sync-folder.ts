// Makes the names in a folder durable: a file is only as safe as the entry that leads to it.
import { open } from 'node:fs/promises';

/** What a system says that has no such call, or that does not let us at the folder above ours. */
const notOffered = new Set(['EACCES', 'EINVAL', 'EISDIR', 'ENOTSUP', 'EPERM']);

/** Does what the system offers; Windows offers nothing. Throws when the disk fails. */
export async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (typeof code !== 'string' || !notOffered.has(code)) throw error;
  }
}
