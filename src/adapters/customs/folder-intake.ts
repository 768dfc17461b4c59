// Hands sealed reports to customs as files in a folder. It makes no folder (a share that is not mounted must not look like an
// inbox), changes nothing that is there, and shows no arrival time finer than the hour.
import { access, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Delivery, Intake } from '../../ports/intake.js';
import type { Clock } from '../../ports/world.js';
import { SourceFailure, fromSource, isWellFormed } from './own-files.js';

/** Whole and durable or not at all; false when it was there already, and then durable too. `body` is not read in that case. */
export type PutIfAbsent = (
  file: string,
  body: Uint8Array | AsyncIterable<Uint8Array>,
  options: { mode: number; modified: number },
) => Promise<boolean>;

interface FolderIntakeOptions {
  /** Must exist. Reports as `<id>.jwe.json`, their files as `<id>.<n>.age`; `taken/<id>` says that customs has it elsewhere. */
  folder: string;
  /** `putFile` of adapters/node. */
  put: PutIfAbsent;
  clock: Clock;
}

const hour = 3_600_000;

async function isThere(file: string): Promise<boolean> {
  try {
    await access(file);
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw cause;
  }
}

/**
 * Files first, then the report: a report that is there is whole. accepted: everything is on disk, now or from before. later: the
 * folder is full, away or not writable. refused: an id or number that no report of ours has. Throws only what reading one of the
 * delivery's own files throws (Fault blob.missing); nothing is kept then but whole files, and the delivery can be repeated.
 */
export function createFolderIntake({ folder, put, clock }: FolderIntakeOptions): Intake {
  /** What earlier tries left when they were killed. Another process at the same report meanwhile just tries again. */
  async function clear(reportId: string): Promise<void> {
    try {
      const names = await readdir(folder);
      const left = names.filter((name) => name.startsWith(`.${reportId}.`) && name.endsWith('.tmp'));
      await Promise.all(left.map((name) => rm(path.join(folder, name), { force: true })));
    } catch {
      // The report is safe; a leftover holds ciphertext only.
    }
  }

  async function deliver({ reportId, sealed, files }: Delivery): Promise<void> {
    if (await isThere(path.join(folder, 'taken', reportId))) return;
    // Group-readable, because the desk may run as another user. The content is ciphertext.
    const options = { mode: 0o640, modified: Math.floor(clock.now() / hour) * hour };
    const report = path.join(folder, `${reportId}.jwe.json`);
    if ((await isThere(report)) && !(await put(report, sealed, options))) return;
    for (const { number, open } of files) {
      await put(path.join(folder, `${reportId}.${number}.age`), fromSource(open), options);
    }
    await put(report, sealed, options);
    await clear(reportId);
  }

  return {
    deliver: async (delivery) => {
      if (!isWellFormed(delivery)) return 'refused';
      try {
        await deliver(delivery);
        return 'accepted';
      } catch (cause) {
        if (cause instanceof SourceFailure) throw cause.cause;
        return 'later';
      }
    },
  };
}
