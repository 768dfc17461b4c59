// Keeps what bots deliver, in the same inbox that the folder delivery fills, and beside it who brought it and what was said. It
// replaces and deletes nothing: the first one stays, and what was acknowledged once is acknowledged for ever.
import { mkdir, readFile, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { putFile } from '../../adapters/node/put-file.js';
import { syncFolder } from '../../adapters/node/sync-folder.js';
import type { DeskFolder } from '../desk-folder.js';

type Body = Uint8Array | AsyncIterable<Uint8Array>;

export interface Deliveries {
  /** The first bot that names a report id owns it; false for every other one. Durable. */
  claim(reportId: string, bot: string): Promise<boolean>;
  /** JSON, as it was given first; null where the report was not acknowledged yet. Outlives the report. */
  acknowledgement(reportId: string): Promise<string | null>;
  /** False where it was there. Durable either way. Throws what the body throws, and then keeps nothing. */
  putFile(reportId: string, number: number, body: Body): Promise<boolean>;
  putReport(reportId: string, body: Uint8Array): Promise<boolean>;
  /** Keeps and returns the acknowledgement; the report must be durable. */
  acknowledge(reportId: string): Promise<string>;
}

const hour = 3_600_000;
const toHour = (ms: number) => new Date(ms).toISOString().slice(0, 13);

async function ifThere<T>(read: Promise<T>): Promise<T | null> {
  try {
    return await read;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw cause;
  }
}

/** Ms. A kill leaves temporary files; nothing that is still being written is that old, whatever hour it shows. */
const longForgotten = 3 * hour;

/** Makes the folders beside the inbox and clears what kills have left. The inbox must exist: a share that is away is no inbox. */
export async function prepareDeliveries(folder: DeskFolder, now: number): Promise<void> {
  const names = await readdir(folder.inbox);
  for (const made of [folder.deliveries, folder.spent]) await mkdir(made, { recursive: true, mode: 0o700 });
  await syncFolder(folder.dir);
  for (const name of names.filter((one) => /^\.[0-9a-f]{32}\..*\.tmp$/.test(one))) {
    const file = path.join(folder.inbox, name);
    const written = await ifThere(stat(file));
    if (written !== null && written.mtimeMs < now - longForgotten) await rm(file, { force: true });
  }
}

/** `folder` must have been prepared. */
export function createDeliveries(folder: DeskFolder, now: () => number): Deliveries {
  const report = (reportId: string) => path.join(folder.inbox, `${reportId}.jwe.json`);
  const beside = (reportId: string, what: string) => path.join(folder.deliveries, `${reportId}.${what}`);
  /** No time finer than the hour stands on any file. Group-readable ciphertext, as in the folder delivery. */
  const options = (mode = 0o640) => ({ mode, modified: Math.floor(now() / hour) * hour });
  const keep = (file: string, text: string) => putFile(file, Buffer.from(text), options(0o600));

  return {
    claim: async (reportId, bot) => {
      const file = beside(reportId, 'bot');
      return (await keep(file, bot)) || (await readFile(file, 'utf8')) === bot;
    },
    acknowledgement: async (reportId) => {
      const said = await ifThere(readFile(beside(reportId, 'ack.json'), 'utf8'));
      if (said !== null) return said;
      // Delivered by folder and archived by the desk: customs has it.
      const isTaken = (await ifThere(stat(path.join(folder.inbox, 'taken', reportId)))) !== null;
      return isTaken ? acknowledge(reportId) : null;
    },
    putFile: (reportId, number, body) => putFile(path.join(folder.inbox, `${reportId}.${number}.age`), body, options()),
    putReport: (reportId, body) => putFile(report(reportId), body, options()),
    acknowledge,
  };

  async function acknowledge(reportId: string): Promise<string> {
    const there = await ifThere(stat(report(reportId)));
    const receivedHour = toHour(there?.mtimeMs ?? now());
    const file = beside(reportId, 'ack.json');
    await keep(file, JSON.stringify({ reportId, receivedHour }));
    return readFile(file, 'utf8');
  }
}
