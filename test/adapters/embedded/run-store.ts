// Starts store-process.ts and listens to it. What it starts is killed by its own handle, never by name.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

export type Line = Record<string, unknown>;

export interface StoreProcess {
  pid: number;
  /** Everything it has said so far. */
  lines: Line[];
  /** The first line that fits; rejects when the process ends without one. */
  waitFor(fits: (line: Line) => boolean): Promise<Line>;
  /** Lets a process with the task `wait` open the store. */
  go(): void;
  /** SIGKILL; resolves when it is dead and everything it said has been heard. */
  kill(): Promise<void>;
  /** Asks it to close the store; resolves when it has ended. */
  stop(): Promise<void>;
}

export function runStore(folder: string, task = 'own'): StoreProcess {
  const script = path.join(import.meta.dirname, 'store-process.ts');
  const command = [process.execPath, '--import', 'tsx', script, folder, task];
  // ulimit -f, in blocks of 512 or 1024 bytes: a write beyond it fails as on a full disk
  const limited = ['sh', '-c', 'ulimit -f 3000 && exec "$0" "$@"', ...command];
  const [program = '', ...args] = task === 'fill' ? limited : command;
  // lmdb tells of a failed commit on stderr
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', task === 'fill' ? 'ignore' : 'inherit'] });
  const lines: Line[] = [];
  const waiting = new Set<() => void>();
  const input = createInterface(child.stdout);
  let hasEnded = false;
  const changed = () => {
    for (const check of [...waiting]) check();
  };
  input.on('line', (line) => {
    // a process that is killed may leave half a line
    if (line.endsWith('}')) lines.push(JSON.parse(line) as Line);
    changed();
  });
  const ended = Promise.all([once(child, 'exit'), once(input, 'close')]).then(() => {
    hasEnded = true;
    changed();
  });
  return {
    pid: child.pid ?? 0,
    lines,
    waitFor: (fits) =>
      new Promise((resolve, reject) => {
        const check = () => {
          const line = lines.find(fits);
          if (!line && !hasEnded) return;
          waiting.delete(check);
          if (line) resolve(line);
          else reject(new Error(`The process ended without saying it: ${JSON.stringify(lines.at(-1))}`));
        };
        waiting.add(check);
        check();
      }),
    go() {
      child.stdin.write('go\n');
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    async stop() {
      child.stdin.end();
      await ended;
    },
  };
}

export const isOpen = (line: Line): boolean => 'open' in line;
export const isOpenOrFault = (line: Line): boolean => 'open' in line || 'fault' in line;
