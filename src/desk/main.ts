// The desk's command line: what an officer does, and the reference intake. It runs apart from the bot, sends nothing anywhere, and
// shows as verified only what is.
// Exit codes: 0 ok, 1 not found, 2 bad use or failed verification.
import { readFile } from 'node:fs/promises';
import { Command, CommanderError } from 'commander';
import type { JWK } from 'jose';
import { Fault } from '../ports/fault.js';
import { extractFiles } from './extract-files.js';
import { initDesk } from './init-desk.js';
import { parseKeySet } from './key-set.js';
import { listInbox } from './list-inbox.js';
import { loadDesk } from './load-desk.js';
import { openReport } from './open-report.js';
import { plainJson, plainText } from './plain-text.js';
import { serveDesk } from './serve/serve-desk.js';
import { toLogLine } from './serve/serve-event.js';
import { showInbox, showReport } from './show-report.js';
import { trustBot } from './trust-bot.js';

interface Options {
  dir: string;
  json?: boolean;
  to?: string;
}

interface ServeFlags extends Options {
  port: string;
  host: string;
  tlsKey?: string;
  tlsCert?: string;
  url?: string;
}

const say = (text: string) => void process.stderr.write(`${text}\n`);
const print = (text: string) => void process.stdout.write(`${text}\n`);
const show = <T>(value: T, options: Options, asText: (value: T) => string) =>
  print(options.json === true ? plainJson(value) : asText(value));

async function init({ dir }: Options) {
  const { jwksPath, inboxDir } = await initDesk(dir);
  print(`Public keys for the bot (CUSTOMS_JWKS): ${jwksPath}`);
  print(`Inbox: ${inboxDir}`);
  print('The private keys lie in keys/ beside them. Back them up: without them no report can be read.');
}

async function inbox(options: Options) {
  show(await listInbox(await loadDesk(options.dir)), options, showInbox);
}

async function open(id: string, options: Options) {
  show(await openReport(await loadDesk(options.dir), id), options, showReport);
}

async function files(id: string, options: Options) {
  const result = await extractFiles(await loadDesk(options.dir), id, options.to ?? '');
  show(result, options, ({ files: all }) =>
    all.length === 0
      ? 'The report has no files.'
      : all.map(({ number, path, problem }) => `${number}  ${path ?? `NOT VERIFIED: ${problem}`}`).join('\n'),
  );
  if (result.verified) return;
  process.exitCode = 2;
  say('Verification failed: a file of the report is missing or is not the one that was sent. The others were written.');
}

async function trust(file: string, { dir }: Options) {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new Fault('desk.notFound', 'The key file cannot be read.', cause);
  });
  const isSet = /"keys"\s*:/.test(text);
  const keys: JWK[] = parseKeySet(isSet ? text : `{"keys":[${text}]}`, 'The key file');
  for (const key of keys) print(`Trusted: ${await trustBot(dir, key)}`);
  say('Compare each thumbprint with what the operator of the bot tells you by another way.');
}

async function serve({ dir, port, host, tlsKey, tlsCert, url }: ServeFlags) {
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new Fault('config.wrong', '--port must be a number from 0 to 65535.');
  }
  if (url !== undefined && !URL.canParse(url)) throw new Fault('config.wrong', '--url must be a whole URL.');
  const log = (event: Parameters<typeof toLogLine>[0]) => void process.stdout.write(toLogLine(event));
  const tls = { ...(tlsKey === undefined ? {} : { tlsKey }), ...(tlsCert === undefined ? {} : { tlsCert }) };
  const served = await serveDesk({ dir, port: Number(port), host, ...tls, url: url ?? null, log });
  say(`The intake is at ${served.url} (CUSTOMS_INTAKE_URL). Stop it with Ctrl-C.`);
  let isStopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (!isStopping) void served.stop();
      isStopping = true;
    });
  }
}

/** Only Faults speak for themselves; another error's message may hold a path, but never a report. */
function explain(cause: unknown): { code: string; message: string } {
  if (cause instanceof Fault) return { code: cause.code, message: cause.message };
  const { code, message } = cause as NodeJS.ErrnoException;
  return { code: code ?? 'unknown', message: code === undefined ? 'Something unforeseen failed.' : message };
}

function fail(cause: unknown, isJson: boolean) {
  const error = explain(cause);
  process.exitCode = error.code === 'desk.notFound' ? 1 : 2;
  say(plainText(error.message));
  if (isJson) print(plainJson({ verified: false, error }));
}

function program(): Command {
  const desk = new Command('desk')
    .description('Reads the sealed reports in the customs inbox.')
    .option('--dir <folder>', 'the folder of the desk', process.env.DESK_DIR || './desk-data')
    .configureOutput({ writeOut: (text) => void process.stdout.write(text), writeErr: (text) => say(text.trimEnd()) })
    .exitOverride();
  const command = (usage: string, description: string) => desk.command(usage).description(description).exitOverride();
  const json = ['--json', 'print one JSON document'] as const;

  command('init', 'make keys, public keys and inbox, where missing').action((_, self: Command) =>
    init(self.optsWithGlobals()),
  );
  command('inbox', 'list the reports')
    .option(...json)
    .action((_, self: Command) => inbox(self.optsWithGlobals()));
  command('open <id>', 'verify, decrypt and show a report; ID may be its first 6 digits or more')
    .option(...json)
    .action((id: string, _, self: Command) => open(id, self.optsWithGlobals()));
  command('files <id>', "decrypt a report's files into a folder")
    .requiredOption('--to <folder>', 'where to put them')
    .option(...json)
    .action((id: string, _, self: Command) => files(id, self.optsWithGlobals()));
  command('trust <file>', 'trust the bot whose public signing key (JWK or JWKS) is in the file').action(
    (file: string, _, self: Command) => trust(file, self.optsWithGlobals()),
  );
  command('serve', 'take reports in over HTTPS (src/desk/intake.openapi.yaml); the reference intake')
    .option('--port <port>', 'where to listen', '8443')
    .option('--host <address>', 'where to listen; other than loopback only with TLS', '127.0.0.1')
    .option('--tls-key <file>', 'private key, PEM')
    .option('--tls-cert <file>', 'certificate chain, PEM')
    .option('--url <url>', 'the address that bots use, where it is not this one (behind a proxy)')
    .action((_, self: Command) => serve(self.optsWithGlobals()));
  return desk;
}

try {
  await program().parseAsync();
} catch (cause) {
  const isHelp = cause instanceof CommanderError && cause.exitCode === 0;
  if (cause instanceof CommanderError) process.exitCode = isHelp ? 0 : 2;
  else fail(cause, process.argv.includes('--json'));
}
