// The command of evaluation.md as a process: order, faulty lines, nothing but lines, exit 0.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { root } from './knowledge.js';

describe('the command understand', () => {
  it('answers line by line, in order, and goes on after a faulty line', () => {
    const input = [
      '{"id":"u1","lang":"sv","now":"2026-11-23T10:15:00+01:00","text":"plomben var bruten i fredags i Ystad"}',
      'not json',
      '{"id":"u2","now":"2026-11-23T10:15:00+01:00"}',
      '{"id":"u3","now":"2026-11-23T10:15:00+01:00","text":"hello"}',
    ].join('\n');
    const run = spawnSync(process.execPath, ['--import=tsx', path.join(root, 'src/understand.ts')], {
      input,
      encoding: 'utf8',
      cwd: root,
    });
    assert.equal(run.status, 0, run.stderr);
    const lines = run.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    assert.deepEqual(lines[0], {
      id: 'u1',
      lang: 'sv',
      intent: 'report',
      slots: { places: ['Ystad'], date: '2026-11-20' },
    });
    assert.deepEqual(
      lines.map(({ id }) => id),
      ['u1', null, 'u2', 'u3'],
    );
    assert.ok('error' in (lines[1] ?? {}) && 'error' in (lines[2] ?? {}));
    assert.equal(lines[3]?.intent, 'command');
  }).timeout(20_000);
});
