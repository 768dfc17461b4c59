// Runs the tests with mocha. Arguments that are files run only those; --long runs the full counts of the seeded suites.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { listFiles, root } from './sources.mjs';

const args = process.argv.slice(2);
const isLong = args.includes('--long');
const named = args.filter((arg) => arg !== '--long');
const files =
  named.length > 0
    ? named
    : listFiles('test')
        .filter((file) => file.endsWith('.test.ts'))
        .sort();
const mocha = path.join(root, 'node_modules', 'mocha', 'bin', 'mocha.js');
const result = spawnSync(
  process.execPath,
  [mocha, '--import=tsx', '--exit', '--timeout', '20000', '--require', 'test/support/promises.ts', ...files],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, TEST_LONG: isLong ? '1' : '', TEST_WHOLE: named.length > 0 ? '' : '1' },
  },
);
process.exit(result.status ?? 1);
