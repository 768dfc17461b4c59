// Finds a report in the inbox by its id or the beginning of it. It refuses to guess where several begin alike.
import { readdir } from 'node:fs/promises';
import { Fault } from '../ports/fault.js';
import type { DeskFolder } from './desk-folder.js';

/** Ids of all reports in the inbox, sorted. */
export async function reportIds(folder: DeskFolder): Promise<string[]> {
  const names = await readdir(folder.inbox).catch((cause: unknown) => {
    throw new Fault('config.wrong', `The inbox ${folder.inbox} cannot be read. Run: npm run desk -- init`, cause);
  });
  return names.flatMap((name) => /^([0-9a-f]{32})\.jwe\.json$/.exec(name)?.[1] ?? []).sort();
}

/** `id`: 6 to 32 hex digits. Throws Fault desk.notFound, or config.wrong for a bad or ambiguous id. */
export async function findReport(folder: DeskFolder, id: string): Promise<string> {
  const start = id.toLowerCase();
  if (!/^[0-9a-f]{6,32}$/.test(start)) {
    throw new Fault('config.wrong', 'A report id is 32 hexadecimal digits; give at least the first 6.');
  }
  const [found, ...others] = (await reportIds(folder)).filter((candidate) => candidate.startsWith(start));
  if (found === undefined) throw new Fault('desk.notFound', 'No report in the inbox has this id.');
  if (others.length > 0) {
    throw new Fault('config.wrong', `${others.length + 1} reports begin with this id. Give more of its digits.`);
  }
  return found;
}
