// Keeps the authority's public keys at hand. It trusts a URL only for keys that were pinned beforehand, and goes on with the last
// good set when a later read fails.
import { open } from 'node:fs/promises';
import type { JWK } from 'jose';
import { Fault } from '../../ports/fault.js';
import type { Log } from '../../ports/world.js';
import { parseJwks } from './parse-jwks.js';

export interface AuthorityKeys {
  /** As of the last good read; never empty. */
  current(): readonly JWK[];
  /** Reads again now. Never rejects: a failure is logged and changes nothing. */
  refresh(): Promise<void>;
  /** Ends the reading in the background. */
  close(): void;
}

interface JwksOptions {
  /** A path, or an https URL. */
  source: string;
  /** RFC 7638 thumbprints (SHA-256, base64url). Required with a URL; where given, a path is held to them too. */
  pins: readonly string[];
  log: Log;
  fetch?: typeof fetch;
  /** Ms for a whole answer; 10 s. */
  timeout?: number;
  /** Calls `run` every `ms` until the returned function is called; must not keep the process alive. */
  every?: (ms: number, run: () => void) => () => void;
}

const refreshEvery = 10 * 60_000;
/** Bytes; some hundred keys. */
const sizeCap = 256 * 1024;

const isUrl = (source: string) => /^[a-z][a-z0-9+.-]+:\/\//i.test(source);

async function readCapped(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > sizeCap) {
      throw new Fault('config.wrong', `CUSTOMS_JWKS is larger than ${sizeCap} bytes; that is no key set.`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

async function readUrl(url: string, get: typeof fetch, timeout: number): Promise<string> {
  // A redirect could lead anywhere, and the timeout covers the body as well.
  const response = await get(url, {
    redirect: 'error',
    signal: AbortSignal.timeout(timeout),
    headers: { accept: 'application/jwk-set+json, application/json' },
  });
  if (response.status !== 200 || response.body === null) throw new Error('unexpected status');
  return readCapped(response.body as AsyncIterable<Uint8Array>);
}

async function readPath(file: string): Promise<string> {
  const handle = await open(file, 'r');
  return readCapped(handle.createReadStream() as AsyncIterable<Uint8Array>);
}

async function readSource({ source, fetch: get = fetch, timeout = 10_000 }: JwksOptions): Promise<string> {
  try {
    return await (isUrl(source) ? readUrl(source, get, timeout) : readPath(source));
  } catch (cause) {
    if (cause instanceof Fault) throw cause;
    throw new Fault('keys.missing', 'CUSTOMS_JWKS cannot be read. Check that the file or address is there.', cause);
  }
}

function everyWithTimer(ms: number, run: () => void): () => void {
  const timer = setInterval(run, ms);
  timer.unref();
  return () => clearInterval(timer);
}

/**
 * Resolves after a first good read; reads again every 10 minutes. Throws Fault config.wrong (not https, no pins, no JWKS, a private
 * key), keys.missing (cannot be read), seal.noKey (no key in it that can be used and is pinned). Unpinned keys are logged each time.
 */
export async function loadAuthorityKeys(options: JwksOptions): Promise<AuthorityKeys> {
  const { source, pins, log } = options;
  if (isUrl(source) && !/^https:\/\//i.test(source)) {
    throw new Fault('config.wrong', 'CUSTOMS_JWKS must be a path or an https URL.');
  }
  if (isUrl(source) && pins.length === 0) {
    throw new Fault(
      'config.wrong',
      'CUSTOMS_JWKS is a URL, so CUSTOMS_JWKS_PINS must list the RFC 7638 thumbprints of its keys, as customs gave them to you by another way.',
    );
  }
  const pinned = new Set(pins);

  async function read(): Promise<readonly JWK[]> {
    const found = await parseJwks(await readSource(options));
    const trusted = found.filter(({ thumbprint }) => pinned.size === 0 || pinned.has(thumbprint));
    if (trusted.length < found.length) log.write({ event: 'jwks.unpinned', keys: found.length - trusted.length });
    if (trusted.length === 0) {
      throw new Fault(
        'seal.noKey',
        'CUSTOMS_JWKS holds no key to which reports can be encrypted and which is pinned. Compare CUSTOMS_JWKS_PINS with what customs publishes.',
      );
    }
    return trusted.map(({ key }) => key);
  }

  let keys = await read();
  let reading: Promise<void> | null = null;
  const refresh = async () => {
    try {
      keys = await read();
    } catch (cause) {
      log.write({ event: 'jwks.failed', code: cause instanceof Fault ? cause.code : 'unknown' });
    }
  };
  const refreshOnce = () => (reading ??= refresh().finally(() => (reading = null)));
  const stop = (options.every ?? everyWithTimer)(refreshEvery, () => void refreshOnce());
  return { current: () => keys, refresh: refreshOnce, close: stop };
}
