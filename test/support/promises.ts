// Holds the README's table of promises to the tests: each promise names a test, and in a whole run each named test must have
// run and passed. Loaded by scripts/test.mjs before any test file.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Context } from 'mocha';

/** Full titles of the tests that the promises in a README name: the last cell of each row between the two markers. */
export function promisedTests(readme: string): string[] {
  const table = /<!-- promises -->([\s\S]*?)<!-- \/promises -->/.exec(readme)?.[1] ?? '';
  const rows = table.split('\n').filter((line) => line.startsWith('|'));
  return rows.slice(2).map((row) => (row.split('|').at(-2) ?? '').trim().replace(/^`|`$/g, ''));
}

const passed = new Set<string>();
const counts = { passed: 0, failed: 0 };

export const mochaHooks = {
  afterEach(this: Context) {
    if (this.currentTest?.state === 'failed') counts.failed += 1;
    if (this.currentTest?.state !== 'passed') return;
    counts.passed += 1;
    passed.add(this.currentTest.fullTitle());
  },
  afterAll() {
    process.stdout.write(`\n${counts.passed} passed, ${counts.failed} failed\n`);
    if (process.env.TEST_WHOLE !== '1') return;
    const readme = readFileSync(path.join(import.meta.dirname, '..', '..', 'README.md'), 'utf8');
    const promised = promisedTests(readme);
    if (promised.length === 0) throw new Error('README.md has no table of promises');
    const broken = promised.filter((title) => !passed.has(title));
    if (broken.length > 0) {
      throw new Error(`Promises of README.md whose test did not run and pass:\n- ${broken.join('\n- ')}`);
    }
  },
};
