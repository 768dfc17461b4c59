// Remembers which assertions were used, on disk, so that none can be used twice: not by two servers, not after a restart. It keeps
// hashes only, and only for as long as an assertion could live.
import { createHash } from 'node:crypto';
import { open, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';

export interface SpentAssertions {
  /** False when it was spent before. Throws the system's error where it cannot be remembered; then it must not be believed. */
  spend(bot: string, jti: string): Promise<boolean>;
  /** Forgets what has ended. */
  sweep(now: number): Promise<void>;
}

/** Ms: life and leeway of an assertion twice over. */
const kept = 4 * 60_000;

/** `folder` must exist. */
export function createSpentAssertions(folder: string): SpentAssertions {
  return {
    spend: async (bot, jti) => {
      const name = createHash('sha256').update(`${bot} ${jti}`).digest('hex');
      try {
        await (await open(path.join(folder, name), 'wx', 0o600)).close();
        return true;
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false;
        throw cause;
      }
    },
    sweep: async (now) => {
      for (const name of await readdir(folder)) {
        const file = path.join(folder, name);
        const written = await stat(file).catch(() => null);
        if (written !== null && written.mtimeMs < now - kept) await rm(file, { force: true });
      }
    },
  };
}
