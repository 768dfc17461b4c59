// Customs' side in a test: runs the officer's command line as a process and reads its JSON.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import type { Report } from '../../src/core/reports/report.js';

const root = path.resolve(import.meta.dirname, '..', '..');

export interface OpenedReport {
  reportId: string;
  verified: boolean;
  report: Report;
  files: { number: number; name: string; length: number; sha256: string }[];
}

export interface Desk {
  run(...args: string[]): { status: number | null; stdout: string; stderr: string };
  inbox(): { reportId: string }[];
  open(id: string): OpenedReport;
  /** Looks into the inbox until `test` holds. */
  until(test: (reports: { reportId: string }[]) => boolean): Promise<void>;
}

export function openDesk(folder: string): Desk {
  const run = (...args: string[]) =>
    spawnSync(process.execPath, ['--import=tsx', path.join(root, 'src', 'desk', 'main.ts'), ...args], {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, DESK_DIR: folder },
    });
  const json = (...args: string[]): unknown => {
    const { status, stdout, stderr } = run(...args, '--json');
    assert.equal(status, 0, stderr);
    return JSON.parse(stdout);
  };
  const desk: Desk = {
    run,
    inbox: () => json('inbox') as { reportId: string }[],
    open: (id) => json('open', id) as OpenedReport,
    async until(test) {
      for (let look = 0; look < 30; look += 1) {
        if (test(desk.inbox())) return;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      assert.fail('the inbox stayed as it was');
    },
  };
  return desk;
}
