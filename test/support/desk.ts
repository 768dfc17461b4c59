// Customs' side in a test: what the officer's command line shows, by its own functions, and the command line itself.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { listInbox } from '../../src/desk/list-inbox.js';
import { loadDesk } from '../../src/desk/load-desk.js';
import { openReport, type OpenedReport } from '../../src/desk/open-report.js';

const root = path.resolve(import.meta.dirname, '..', '..');

export interface Desk {
  /** The command line, as a process. */
  run(...args: string[]): { status: number | null; stdout: string; stderr: string };
  inbox(): Promise<{ reportId: string }[]>;
  open(id: string): Promise<OpenedReport>;
  /** Looks into the inbox until `test` holds. */
  until(test: (reports: { reportId: string }[]) => boolean): Promise<{ reportId: string }[]>;
}

export function openDesk(folder: string): Desk {
  const desk: Desk = {
    run: (...args) =>
      spawnSync(process.execPath, ['--import=tsx', path.join(root, 'src', 'desk', 'main.ts'), ...args], {
        cwd: root,
        encoding: 'utf8',
        env: { ...process.env, DESK_DIR: folder },
      }),
    inbox: async () => listInbox(await loadDesk(folder)),
    open: async (id) => openReport(await loadDesk(folder), id),
    async until(test) {
      for (let look = 0; look < 200; look += 1) {
        const reports = await desk.inbox();
        if (test(reports)) return reports;
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
      return assert.fail('the inbox stayed as it was');
    },
  };
  return desk;
}
