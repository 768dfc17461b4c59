// The reference intake for tests: in this process, or in one of its own that can be killed; and the bot's way to it.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createHttpsIntake } from '../../src/adapters/customs/https-intake.js';
import { createChance } from '../../src/adapters/node/chance.js';
import { createClientAssertion } from '../../src/adapters/node/client-assertion.js';
import { createClock } from '../../src/adapters/node/clock.js';
import type { SigningKey } from '../../src/adapters/node/signing-key.js';
import { serveDesk, type ServedDesk, type ServeOptions } from '../../src/desk/serve/serve-desk.js';
import type { ServeEvent } from '../../src/desk/serve/serve-event.js';
import type { Intake } from '../../src/ports/intake.js';
import { freePort } from './process.js';

const root = path.resolve(import.meta.dirname, '..', '..');

export interface TestServer extends ServedDesk {
  logged: ServeEvent[];
}

export async function serveInProcess(dir: string, options: Partial<ServeOptions> = {}): Promise<TestServer> {
  const logged: ServeEvent[] = [];
  const log = (event: ServeEvent) => void logged.push(event);
  const served = await serveDesk({ dir, port: await freePort(), host: '127.0.0.1', url: null, log, ...options });
  return { ...served, logged };
}

/** A fresh assertion for `audience` at each call. */
export const assertionsOf = (signingKey: SigningKey, audience: string): (() => Promise<string>) =>
  createClientAssertion({ signingKey, audience, clock: createClock(), chance: createChance() });

export function intakeTo(
  url: string,
  signingKey: SigningKey,
  options: Partial<Parameters<typeof createHttpsIntake>[0]> = {},
): Intake {
  return createHttpsIntake({ url, assert: assertionsOf(signingKey, url), ...options });
}

export interface ServerProcess {
  url: string;
  output(): string;
  readonly ended: Promise<string>;
  stop(signal?: NodeJS.Signals): Promise<string>;
}

const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** `program`: relative to the project. Resolves when the server listens, or when the process is gone before. */
async function start(
  program: string,
  args: string[],
  env: Record<string, string>,
  url: string,
): Promise<ServerProcess> {
  const child = spawn(process.execPath, ['--import=tsx', path.join(root, program), ...args], {
    cwd: root,
    env: { ...process.env, ...env },
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
        if (output.includes('"listening"')) resolve();
      });
    }
  });
  await Promise.race([ready, ended]);
  const stop = (signal: NodeJS.Signals = 'SIGTERM') => {
    child.kill(signal);
    return ended;
  };
  return { url, output: () => output, ended, stop };
}

/** `npm run desk -- serve`, as an operator starts it. `url`: http or https on 127.0.0.1, with its port. */
export const serveAsProcess = (dir: string, url: string, ...args: string[]): Promise<ServerProcess> =>
  start('src/desk/main.ts', ['serve', '--port', new URL(url).port, ...args], { DESK_DIR: dir }, url);

/** The same with a failpoint: it kills itself (SIGKILL) there. */
export const serveWithFailpoint = (dir: string, url: string, failpoint: string): Promise<ServerProcess> =>
  start(
    'test/support/intake-victim.ts',
    [],
    { DESK_DIR: dir, INTAKE_PORT: new URL(url).port, FAILPOINT: failpoint },
    url,
  );
