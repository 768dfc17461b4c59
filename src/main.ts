// Start: environment, configuration, ports, app, listen. The only file of the bot that reads process.env, prints to people and exits.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createApp } from './app.js';
import { readConfig, type Config, type Customs } from './config.js';
import { fillPorts } from './fill-ports.js';
import { Fault } from './ports/fault.js';

const root = path.resolve(import.meta.dirname, '..');
const say = (lines: string[]) => process.stderr.write(`${lines.join('\n')}\n`);

const meanings: Record<string, string> = {
  DATA_DIR: 'the store lies in ./data',
  STATE_KEYS: 'keys for drafts were made once, in DATA_DIR/keys',
  BOT_SIGNING_KEY: 'the signing key was made once, in DATA_DIR/keys',
  CUSTOMS_JWKS: 'a demonstration: reports are sealed to demo keys in DESK_DIR and reach nobody else',
  PUBLIC_URL: 'reachable from this machine only',
  TAKE_REPORTS: 'reports are taken',
};

/** Where reports go, in a real bot. */
const goal = (delivery: Customs['delivery']) =>
  'inbox' in delivery
    ? `Sealed reports are handed over in ${delivery.inbox}`
    : `Sealed reports are sent to ${delivery.intakeUrl}`;

function greet(config: Config): void {
  const onDefault = config.defaults.filter(
    (name) => meanings[name] !== undefined && !(name === 'DATA_DIR' && config.redis !== null),
  );
  say([
    '',
    `The web chat is at ${config.publicUrl ?? `http://${config.host}:${config.port}/`}`,
    `Readiness and metrics are at http://127.0.0.1:${config.adminPort}/readyz and /metrics`,
    ...(onDefault.length > 0 ? ['', 'On default (see .env.example):'] : []),
    ...onDefault.map((name) => `  ${name}: ${meanings[name] ?? ''}`),
    '',
    ...(config.customs === null
      ? ['To read a report as customs would:', '  npm run desk -- inbox', '  npm run desk -- open ID']
      : [goal(config.customs.delivery)]),
    '',
  ]);
}

async function main(): Promise<void> {
  const config = readConfig(process.env, (file) => readFileSync(file, 'utf8'));
  const ports = await fillPorts(config);
  const app = await createApp(config, ports, root);
  await app.start();
  greet(config);
  let isStopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (isStopping) return;
      isStopping = true;
      app.stop().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
  }
}

main().catch((error: unknown) => {
  // A Fault says what to do and holds nothing that a person wrote; anything else is a defect, named by its stack alone.
  say([
    error instanceof Fault ? error.message : `The bot could not start: ${error instanceof Error ? error.stack : ''}`,
  ]);
  process.exit(1);
});
