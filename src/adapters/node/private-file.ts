// Reads a file that holds a secret. It refuses one that other users of the machine can read.
import { open } from 'node:fs/promises';
import { Fault } from '../../ports/fault.js';

/**
 * The text of `file`. Throws Fault config.wrong where others can read it (POSIX only), keys.missing where it cannot be read at
 * all; the messages name the path and nothing of the content.
 */
export async function readPrivateFile(file: string): Promise<string> {
  const handle = await open(file, 'r').catch((cause: unknown) => {
    throw new Fault('keys.missing', `The key file ${file} cannot be read. Put it back, or see to its owner.`, cause);
  });
  try {
    // Looked at through the open handle, so that the file cannot be changed for another one in between.
    const { mode } = await handle.stat();
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      throw new Fault(
        'config.wrong',
        `The key file ${file} can be read by other users of this machine. Run: chmod 600 ${file}`,
      );
    }
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}
