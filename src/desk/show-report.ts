// Lays out a report and the inbox as plain text for a terminal. It prints only what it has made safe, and marks every further line
// of an answer, so that no answer can look like another field.
import type { InboxEntry } from './list-inbox.js';
import type { OpenedReport } from './open-report.js';
import { plainLines, plainText } from './plain-text.js';

type Row = [name: string, value: string];

function table(rows: Row[]): string[] {
  const width = Math.max(...rows.map(([name]) => plainText(name).length));
  return rows.flatMap(([name, value]) => {
    const [first = '', ...rest] = plainLines(value);
    return [
      `${plainText(name).padEnd(width)}  ${first}`.trimEnd(),
      ...rest.map((line) => `${' '.repeat(width)}  | ${line}`.trimEnd()),
    ];
  });
}

/** The report as text; ends without a line feed. */
export function showReport({ reportId, signedBy, report, files }: OpenedReport): string {
  const { form, triage } = report;
  const head: Row[] = [
    ['report', reportId],
    ['verified', `yes, signed by the trusted bot ${signedBy}`],
    ['form', `${form.id}, version ${form.version}, SHA-256 ${form.hash}`],
    ['confirmed', `${report.confirmed} (hour, UTC)`],
    ['language', report.language],
    ['triage', [triage.level, ...triage.reasons.map((reason) => `(${reason})`)].join(' ')],
  ];
  const answers = Object.entries(report.answers).map(([field, value]): Row => [
    field,
    typeof value === 'string' ? value : value.map((item) => (typeof item === 'string' ? item : '')).join('\n'),
  ]);
  const skipped: Row[] = report.skipped.length > 0 ? [['skipped', report.skipped.join(', ')]] : [];
  const attached = files.map((file): Row => [
    String(file.number),
    `${plainText(file.name)}, ${plainText(file.type)}, ${file.length} bytes, SHA-256 ${file.sha256}${file.path === null ? ', MISSING from the inbox' : ''}`,
  ]);
  return [
    ...(report.isDemonstration ? ['DEMONSTRATION: this report was made on demonstration keys.', ''] : []),
    ...table(head),
    '',
    'ANSWERS',
    ...(answers.length + skipped.length > 0 ? table([...answers, ...skipped]) : ['none']),
    ...(attached.length > 0 ? ['', 'FILES', ...table(attached)] : []),
  ].join('\n');
}

/** The inbox as text. */
export function showInbox(entries: InboxEntry[]): string {
  if (entries.length === 0) return 'The inbox is empty.';
  const rows = entries.map((entry) => [
    entry.reportId,
    entry.received ?? 'unknown',
    entry.urgent === null ? 'unknown' : entry.urgent ? 'URGENT' : '-',
    entry.verified ? 'verified' : 'NOT VERIFIED',
    `form ${entry.formVersion ?? '?'}`,
    entry.size ?? 'unknown',
    `${entry.files} files`,
  ]);
  const head = ['report', 'received (UTC)', 'urgent', 'signature', 'form', 'size', 'files'];
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
