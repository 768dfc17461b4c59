// Makes the report from a confirmed form. Files leave their draft place here: their keys go into the report, nowhere else.
import type { Effect } from '../dialogue/effect.js';
import type { Answers, FileValue } from '../dialogue/flow.js';
import type { Report } from './report.js';
import { triage } from './triage.js';

type Submit = Extract<Effect, { kind: 'submit' }>;

interface Circumstances {
  /** Ms since 1970 UTC. */
  now: number;
  language: string;
  formHash: string;
  isDemonstration: boolean;
}

const isFile = (item: unknown): item is FileValue => typeof item === 'object';

/** The report, and the blobs of its files in the order of their numbers. */
export function buildReport(submit: Submit, circumstances: Circumstances): { report: Report; blobs: string[] } {
  const files = Object.values(submit.answers).flatMap((value) =>
    Array.isArray(value) ? (value as unknown[]).filter(isFile) : [],
  );
  const answers: Answers = Object.fromEntries(
    Object.entries(submit.answers).filter(([, value]) => !(Array.isArray(value) && value.some(isFile))),
  );
  const report: Report = {
    version: 1,
    purpose: 'report',
    reportId: submit.fixed.id,
    form: { id: submit.form, version: submit.version, hash: circumstances.formHash },
    language: circumstances.language,
    confirmed: new Date(circumstances.now).toISOString().slice(0, 13),
    answers,
    skipped: submit.skipped,
    files: files.map(({ name, type, length, sha256, key }, index) => ({
      number: index + 1,
      name,
      type,
      length,
      sha256,
      key,
    })),
    triage: triage(answers, circumstances.now),
    mailbox: {
      lookup: submit.fixed.mailbox?.lookup ?? '',
      publicKey: submit.fixed.mailbox?.publicKey ?? '',
    },
    isDemonstration: circumstances.isDemonstration,
  };
  return { report, blobs: files.map(({ blob }) => blob) };
}
