// Reads a sealed report from the inbox. It refuses what is too large to be one.
import { open } from 'node:fs/promises';
import path from 'node:path';
import { Fault } from '../ports/fault.js';
import type { DeskFolder } from './desk-folder.js';

/** Bytes; a report with every field filled to its limit stays far below. */
const sizeCap = 16 * 1024 * 1024;

const unreadable = (cause: unknown) =>
  new Fault(
    'seal.broken',
    'Verification failed: the report cannot be read. Check the disk and the owner of the file.',
    cause,
  );

/** `received`: the UTC hour in which it came, `2026-11-23T20`. Throws Fault desk.notFound or seal.broken. */
export async function readSealed(
  folder: DeskFolder,
  reportId: string,
): Promise<{ sealed: Uint8Array; received: string }> {
  const handle = await open(path.join(folder.inbox, `${reportId}.jwe.json`), 'r').catch((cause: unknown) => {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') {
      throw new Fault('desk.notFound', 'The report is not in the inbox any more.', cause);
    }
    throw unreadable(cause);
  });
  try {
    const { size, mtime } = await handle.stat();
    if (size > sizeCap) throw new Fault('seal.broken', 'Verification failed: the file is too large to be a report.');
    const sealed = await handle.readFile().catch((cause: unknown) => {
      throw unreadable(cause);
    });
    return { sealed: new Uint8Array(sealed), received: mtime.toISOString().slice(0, 13) };
  } finally {
    await handle.close();
  }
}
