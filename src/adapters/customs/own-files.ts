// What every way of delivery must hold to with the bot's own ids and files: nothing but an id of ours becomes a name or a path,
// and a file that cannot be read here is never blamed on customs.
import type { Delivery } from '../../ports/intake.js';

/** What went wrong on our side, in the source of a file; `cause` is what the source threw, and the courier must know it. */
export class SourceFailure extends Error {}

/** The file's bytes. Throws SourceFailure, and nothing else. */
export async function* fromSource(open: Delivery['files'][number]['open']): AsyncGenerator<Uint8Array> {
  try {
    yield* await open();
  } catch (cause) {
    throw new SourceFailure('A file of a report could not be read.', { cause });
  }
}

/** False for an id or a number that no report of ours has. */
export function isWellFormed({ reportId, files }: Delivery): boolean {
  const numbers = files.map(({ number }) => number);
  const isCounted = numbers.every((number) => Number.isInteger(number) && number >= 1 && number <= 999);
  return /^[0-9a-f]{32}$/.test(reportId) && isCounted && new Set(numbers).size === numbers.length;
}
