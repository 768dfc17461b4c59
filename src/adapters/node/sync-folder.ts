// Makes the names in a folder durable: a file that is fsynced is lost all the same while its name is not.
import { open } from 'node:fs/promises';

/** Fsyncs a folder. Does nothing on Windows, which keeps names by itself and cannot open a folder. Throws the system's error. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
