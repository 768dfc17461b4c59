// Lists what lies in the inbox. What cannot be verified is listed as such, and nothing is claimed about it.
import { readdir } from 'node:fs/promises';
import { decodeProtectedHeader } from 'jose';
import { z } from 'zod';
import { Fault } from '../ports/fault.js';
import { reportIds } from './find-report.js';
import type { Desk } from './load-desk.js';
import { readSealed } from './read-sealed.js';
import { unseal } from './unseal.js';

export interface InboxEntry {
  reportId: string;
  /** UTC hour, `2026-11-23T20`; null where the file cannot be read. */
  received: string | null;
  verified: boolean;
  /** Danger, or going on, or expected within days; null where the report cannot be verified. */
  urgent: boolean | null;
  /** As the file says; null where it says nothing readable. */
  formVersion: number | null;
  /** Of the sealed report without its files: up to 8 KiB, up to 32 KiB, above; null where the file cannot be read. */
  size: 'small' | 'medium' | 'large' | null;
  /** Attached files that have arrived. */
  files: number;
}

const headerSchema = z.object({ form: z.object({ version: z.number() }) });

function formVersionOf(sealed: Uint8Array): number | null {
  try {
    const jwe = JSON.parse(new TextDecoder().decode(sealed)) as object;
    return headerSchema.parse(decodeProtectedHeader(jwe)).form.version;
  } catch {
    return null;
  }
}

const sizeOf = (bytes: number) => (bytes <= 8192 ? 'small' : bytes <= 32_768 ? 'medium' : 'large');

/** What is left when the file itself cannot be read; it is still listed, because it may be a report. */
const unreadable = { received: null, verified: false, urgent: null, formVersion: null, size: null };

/** Null where it went away while the list was made. */
async function describe(desk: Desk, reportId: string): Promise<Omit<InboxEntry, 'files'> | null> {
  let known: Omit<InboxEntry, 'files'> = { reportId, ...unreadable };
  try {
    const { sealed, received } = await readSealed(desk.folder, reportId);
    known = { ...known, received, formVersion: formVersionOf(sealed), size: sizeOf(sealed.length) };
    const { report } = await unseal(desk, reportId, sealed);
    return { ...known, verified: true, urgent: report.triage.level === 'danger' || report.triage.level === 'high' };
  } catch (cause) {
    if (cause instanceof Fault && cause.code === 'seal.broken') return known;
    if (cause instanceof Fault && cause.code === 'desk.notFound') return null;
    throw cause;
  }
}

/** Urgent first, then what cannot be verified (it may be urgent), each with the newest first. */
export async function listInbox(desk: Desk): Promise<InboxEntry[]> {
  const names = await readdir(desk.folder.inbox).catch(() => []);
  const counts = new Map<string, number>();
  for (const name of names) {
    const id = /^([0-9a-f]{32})\.[1-9]\d{0,2}\.age$/.exec(name)?.[1];
    if (id !== undefined) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  const entries: InboxEntry[] = [];
  for (const reportId of await reportIds(desk.folder)) {
    const entry = await describe(desk, reportId);
    if (entry !== null) entries.push({ ...entry, files: counts.get(reportId) ?? 0 });
  }
  const rank = ({ urgent }: InboxEntry) => (urgent === true ? 0 : urgent === null ? 1 : 2);
  return entries.sort((a, b) => rank(a) - rank(b) || (b.received ?? '').localeCompare(a.received ?? ''));
}
