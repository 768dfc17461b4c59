// The whole bot in this process, real in every part but two: its clock can be moved, and the memory-hard hashing is cheap.
import path from 'node:path';
import { createMailboxKeys } from '../../src/adapters/node/mailbox-keys.js';
import { createApp } from '../../src/app.js';
import { readConfig } from '../../src/config.js';
import { fillPorts, type Ports } from '../../src/fill-ports.js';
import type { LogEvent } from '../../src/ports/world.js';
import { freePort, temporaryFolder } from './process.js';

const root = path.resolve(import.meta.dirname, '..', '..');

export interface Bot {
  readonly base: string;
  readonly admin: string;
  readonly folder: string;
  readonly desk: string;
  readonly ports: Ports;
  readonly logged: LogEvent[];
  /** Moves the clock on. */
  pass(ms: number): void;
  stop(): Promise<void>;
}

/** `change` replaces ports before the bot is built on them. */
export async function startInProcess(
  env: Record<string, string> = {},
  change: (ports: Ports) => Partial<Ports> = () => ({}),
  folder = temporaryFolder(),
): Promise<Bot> {
  const port = await freePort();
  const adminPort = await freePort();
  const desk = path.join(folder, 'desk');
  const variables = {
    PORT: String(port),
    ADMIN_PORT: String(adminPort),
    DATA_DIR: path.join(folder, 'data'),
    DESK_DIR: desk,
    LOG_LEVEL: 'silent',
    ...env,
  };
  const config = readConfig(variables, () => '');
  const filled = await fillPorts(config);
  let passed = 0;
  const logged: LogEvent[] = [];
  const ports: Ports = {
    ...filled,
    clock: { now: () => filled.clock.now() + passed },
    log: { write: (event) => void logged.push(event) },
    mailboxKeys: createMailboxKeys({ salt: new Uint8Array(16), cost: { memoryKiB: 64, passes: 1 } }),
  };
  const app = await createApp(config, { ...ports, ...change(ports) }, root);
  await app.start();
  return {
    base: `http://127.0.0.1:${port}`,
    admin: `http://127.0.0.1:${adminPort}`,
    folder,
    desk,
    ports,
    logged,
    pass(ms) {
      passed += ms;
    },
    stop: () => app.stop(),
  };
}
