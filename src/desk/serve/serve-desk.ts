// `desk serve`: joins the parts of the reference intake over a desk's folder. It needs no private key and reads no report: what it
// takes in is sealed, and opening it is an officer's business.
import { access, readFile } from 'node:fs/promises';
import { readPrivateFile } from '../../adapters/node/private-file.js';
import { Fault } from '../../ports/fault.js';
import { deskFolder } from '../desk-folder.js';
import { readTrustedBots } from '../trust-bot.js';
import { checkAssertion } from './check-assertion.js';
import { createIntakeServer, type IntakeServer, type ServerPatience } from './create-intake-server.js';
import { createDeliveries, prepareDeliveries, type Deliveries } from './deliveries.js';
import { createHandleRequest, intakeLimits, type IntakeLimits } from './handle-request.js';
import type { ServeEvent } from './serve-event.js';
import { createSpentAssertions } from './spent-assertions.js';

export interface ServeOptions {
  dir: string;
  port: number;
  host: string;
  /** PEM files. */
  tlsKey?: string;
  tlsCert?: string;
  /** The address under which bots reach it; null: made of host and port. */
  url: string | null;
  log: (event: ServeEvent) => void;
  now?: () => number;
  limits?: Partial<IntakeLimits>;
  patience?: Partial<ServerPatience>;
  /** Puts failpoints around what is kept; for tests. */
  watch?: (deliveries: Deliveries) => Deliveries;
}

export interface ServedDesk {
  url: string;
  stop(): Promise<void>;
}

const sweepEvery = 60_000;

async function readTls({ tlsKey, tlsCert }: ServeOptions): Promise<{ key: string; cert: string } | null> {
  if (tlsKey === undefined && tlsCert === undefined) return null;
  if (tlsKey === undefined || tlsCert === undefined) {
    throw new Fault('config.wrong', '--tls-key and --tls-cert belong together: give both, or neither on loopback.');
  }
  const cert = await readFile(tlsCert, 'utf8').catch((cause: unknown) => {
    throw new Fault('keys.missing', `The certificate ${tlsCert} cannot be read.`, cause);
  });
  return { key: await readPrivateFile(tlsKey), cert };
}

/** Listens when it resolves. Throws Fault config.wrong (no desk, no TLS, port taken) or keys.missing. */
export async function serveDesk(options: ServeOptions): Promise<ServedDesk> {
  const { dir, port, host, log, now = Date.now, watch = (deliveries) => deliveries } = options;
  const folder = deskFolder(dir);
  await access(folder.inbox).catch((cause: unknown) => {
    throw new Fault('config.wrong', `There is no inbox in ${folder.dir}. Run: npm run desk -- init`, cause);
  });
  const tls = await readTls(options);
  await prepareDeliveries(folder, now());
  const spent = createSpentAssertions(folder.spent);

  let audience = '';
  const handle = createHandleRequest({
    deliveries: watch(createDeliveries(folder, now)),
    identify: (authorization) =>
      checkAssertion({ audience, trustedBots: () => readTrustedBots(dir), spent, now }, authorization),
    now,
    limits: { ...intakeLimits, ...options.limits },
  });
  const server: IntakeServer = createIntakeServer({ handle, tls, log, patience: options.patience });
  const taken = await server.listen(port, host);
  const ownUrl = `${tls === null ? 'http' : 'https'}://${host.includes(':') ? `[${host}]` : host}:${taken}`;
  audience = (options.url ?? ownUrl).replace(/\/+$/, '');

  const sweep = setInterval(() => {
    spent.sweep(now()).catch(() => undefined); // what is left is forgotten the next time
  }, sweepEvery);
  sweep.unref();
  return {
    url: audience,
    stop: async () => {
      clearInterval(sweep);
      await server.stop();
    },
  };
}
