// Opens one report for an officer. It returns a verified one or throws; there is nothing in between.
import { access } from 'node:fs/promises';
import path from 'node:path';
import type { Report, ReportFile } from '../core/reports/report.js';
import { findReport } from './find-report.js';
import type { Desk } from './load-desk.js';
import { readSealed } from './read-sealed.js';
import { unseal } from './unseal.js';

export interface OpenedFile extends Omit<ReportFile, 'key'> {
  /** Where its ciphertext lies in the inbox; null when it is missing. */
  path: string | null;
}

export interface OpenedReport {
  reportId: string;
  verified: true;
  /** Thumbprint of the signing key of the bot. */
  signedBy: string;
  form: Report['form'];
  /** As signed, but without the keys of its files. */
  report: Omit<Report, 'files'> & { files: Omit<ReportFile, 'key'>[] };
  files: OpenedFile[];
}

/** Where the ciphertext of a file lies. */
export const sealedFilePath = (desk: Desk, reportId: string, number: number): string =>
  path.join(desk.folder.inbox, `${reportId}.${number}.age`);

const without = ({ number, name, type, length, sha256 }: ReportFile) => ({ number, name, type, length, sha256 });

/** The whole report, with the keys of its files: for what decrypts them. `id` may be the beginning of one. Faults as openReport. */
export async function unsealById(desk: Desk, id: string): Promise<{ report: Report; signedBy: string }> {
  const reportId = await findReport(desk.folder, id);
  const { sealed } = await readSealed(desk.folder, reportId);
  return unseal(desk, reportId, sealed);
}

/** Throws Fault desk.notFound, config.wrong for a bad id, seal.broken for what is not genuine. */
export async function openReport(desk: Desk, id: string): Promise<OpenedReport> {
  const { report, signedBy } = await unsealById(desk, id);
  const files = await Promise.all(
    report.files.map(async (file): Promise<OpenedFile> => {
      const sealedFile = sealedFilePath(desk, report.reportId, file.number);
      const isThere = await access(sealedFile).then(
        () => true,
        () => false,
      );
      return { ...without(file), path: isThere ? sealedFile : null };
    }),
  );
  return {
    reportId: report.reportId,
    verified: true,
    signedBy,
    form: report.form,
    report: { ...report, files: report.files.map(without) },
    files,
  };
}
