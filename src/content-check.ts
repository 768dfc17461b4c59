// Checks the articles for editors and CI: `npm run content:check [-- DATE]`. Names every fault, reviews overdue at DATE (today if left
// out) included; exit code 1 when there is any. It changes nothing.
import path from 'node:path';
import { findOverdue } from './adapters/content/inspect-articles.js';
import { loadArticles } from './adapters/content/load-articles.js';
import { Fault } from './ports/fault.js';

const [, , given] = process.argv;
const today = given ?? new Date().toISOString().slice(0, 10);

try {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(today)) throw new Fault('content.wrong', 'Write the date as 2026-11-23.');
  const { articles, outOfScope } = await loadArticles(path.resolve(import.meta.dirname, '..'));
  const overdue = findOverdue(articles, today);
  if (overdue.length > 0) throw new Fault('content.wrong', overdue.join('\n'));
  const count = articles.reduce((sum, { wordings }) => sum + wordings.en.length + wordings.sv.length, 0);
  const others = outOfScope.en.length + outOfScope.sv.length;
  process.stdout.write(
    `${articles.length} articles, ${count} wordings, ${others} questions out of scope: nothing wrong.\n`,
  );
} catch (cause) {
  process.exitCode = 1;
  process.stderr.write(`${cause instanceof Fault ? cause.message : String(cause)}\n`);
}
