// Runs the desk as an officer does: as a process of its own, by its command line.
import { execFile } from 'node:child_process';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..', '..');

export interface DeskRun {
  code: number;
  stdout: string;
  stderr: string;
}

/** `dir` goes into DESK_DIR; null leaves it out. */
export function runDesk(dir: string | null, ...args: string[]): Promise<DeskRun> {
  const env = { ...process.env };
  delete env.DESK_DIR;
  if (dir !== null) env.DESK_DIR = dir;
  return new Promise((resolve) => {
    const argv = ['--import=tsx', path.join(root, 'src', 'desk', 'main.ts'), ...args];
    execFile(process.execPath, argv, { env, cwd: root, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1, stdout, stderr });
    });
  });
}
