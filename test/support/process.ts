// Starts bots in processes of their own and ends them; every one that a test started is gone when the test is over.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';

const root = path.resolve(import.meta.dirname, '..', '..');

let program: Promise<string> | null = null;

/** The bot with its failpoints in one file: it starts in half a second, where file by file it takes two. */
function buildProgram(): Promise<string> {
  const outfile = path.join(root, '.test-output', 'bot', 'victim.mjs');
  const options = { bundle: true, packages: 'external', format: 'esm', platform: 'node', logLevel: 'warning' } as const;
  program ??= build({ ...options, entryPoints: [path.join(root, 'test', 'support', 'victim.ts')], outfile }).then(
    () => outfile,
  );
  return program;
}

export interface BotProcess {
  readonly base: string;
  readonly admin: string;
  readonly pid: number;
  /** Standard output and error so far. */
  output(): string;
  /** Resolves with the signal (or exit code) when it is gone. */
  readonly ended: Promise<string>;
  stop(signal?: NodeJS.Signals): Promise<string>;
}

const running = new Set<ChildProcess>();
const folders = new Set<string>();

/** A folder that is deleted with the process of the tests. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'smt-'));
  folders.add(folder);
  return folder;
}

process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

let nextPort = 20_000 + (process.pid % 1000) * 10;

/** A free port below those that the system gives away. */
export async function freePort(): Promise<number> {
  for (;;) {
    nextPort = nextPort >= 31_990 ? 20_000 : nextPort + 1;
    const port = nextPort;
    const server = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port === port));
    });
    if (!isFree) continue;
    await new Promise((resolve) => server.close(resolve));
    return port;
  }
}

/** `folder`: where the bot keeps its data and the demonstration's desk. Resolves when it listens, or when it is gone before. */
export async function startBot(folder: string, env: Record<string, string> = {}): Promise<BotProcess> {
  const port = await freePort();
  const adminPort = await freePort();
  const child = spawn(process.execPath, [await buildProgram()], {
    cwd: root,
    env: {
      ...process.env,
      PORT: String(port),
      ADMIN_PORT: String(adminPort),
      DATA_DIR: path.join(folder, 'data'),
      DESK_DIR: path.join(folder, 'desk'),
      NODE_ENV: '',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let output = '';
  const ended = once(child, 'exit').then(([code, signal]) => {
    running.delete(child);
    return String(signal ?? code);
  });
  const ready = new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (chunk: string) => {
        output += chunk;
        if (output.includes('READY\n')) resolve();
      });
    }
  });
  await Promise.race([ready, ended]);
  return {
    base: `http://127.0.0.1:${port}`,
    admin: `http://127.0.0.1:${adminPort}`,
    pid: child.pid ?? 0,
    output: () => output,
    ended,
    stop(signal = 'SIGTERM') {
      child.kill(signal);
      return ended;
    },
  };
}
