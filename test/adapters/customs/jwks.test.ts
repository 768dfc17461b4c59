import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { calculateJwkThumbprint, type JWK } from 'jose';
import { loadAuthorityKeys } from '../../../src/adapters/customs/jwks.js';
import { parseJwks } from '../../../src/adapters/customs/parse-jwks.js';
import type { LogEvent } from '../../../src/ports/world.js';
import { temporaryFolder } from '../../desk/sample-report.js';

const jwk = (key: { export(options: { format: 'jwk' }): unknown }) => key.export({ format: 'jwk' }) as JWK;
const ecPair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const ec = jwk(ecPair.publicKey);
const okp = jwk(generateKeyPairSync('x25519').publicKey);
const rsa = jwk(generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey);
const short = jwk(generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey);
const set = (...keys: unknown[]) => JSON.stringify({ keys });

describe('parsing a JWKS', () => {
  it('takes EC, X25519 and RSA keys for encryption, each once, with public members only', async () => {
    const dressed = { ...ec, use: 'enc', alg: 'ECDH-ES+A256KW', kid: 'one', x5u: 'https://example.org', ext: true };
    const found = await parseJwks(set(dressed, okp, rsa, ec));
    assert.equal(found.length, 3);
    assert.deepEqual(
      found.map(({ key }) => key.kty),
      ['EC', 'OKP', 'RSA'],
    );
    assert.equal(found[0]?.thumbprint, await calculateJwkThumbprint(ec));
    assert.equal(
      found.some(({ key }) => 'x5u' in key || 'ext' in key),
      false,
    );
  });

  it('passes over keys that cannot encrypt reports', async () => {
    const unfit = [
      { ...ec, use: 'sig' },
      { ...rsa, alg: 'RS256' },
      { ...ec, x: 'AAAA' },
      { ...okp, crv: 'Ed25519' },
      { kty: 'EC', crv: 'P-256' },
      { kty: 'new' },
      {},
      short,
    ];
    assert.deepEqual(await parseJwks(set(...unfit)), []);
  });

  it('refuses a set with a private or symmetric key, whatever else is in it, and shows none of it', async () => {
    const secret = jwk(ecPair.privateKey);
    for (const bad of [secret, { ...secret, use: 'sig' }, { kty: 'oct', k: 'c2VjcmV0' }]) {
      await assert.rejects(
        parseJwks(set(rsa, bad)),
        (error: Error) => /private key/.test(error.message) && !error.message.includes(secret.d ?? ''),
      );
    }
  });

  it('refuses what is no JWKS', async () => {
    for (const text of ['', '<html>', '[]', '{"keys":{}}', '{"keys":["a"]}', JSON.stringify(ec)]) {
      await assert.rejects(parseJwks(text), { code: 'config.wrong' });
    }
  });
});

describe('the keys of the authority', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let file: string;
  let events: LogEvent[];
  let tick: () => void;
  let period: number;
  let isStopped: boolean;
  const log = { write: (event: LogEvent) => void events.push(event) };
  const every = (ms: number, run: () => void) => {
    period = ms;
    tick = run;
    return () => void (isStopped = true);
  };
  const url = 'https://customs.example/jwks.json';

  beforeEach(() => {
    folder = temporaryFolder();
    file = path.join(folder.dir, 'jwks.json');
    events = [];
    isStopped = false;
  });
  afterEach(() => folder.remove());

  const fromFile = () => loadAuthorityKeys({ source: file, pins: [], log, every });
  const answering = (answer: () => Response | Promise<Response>) =>
    (async (_: unknown, options?: { redirect?: string; signal?: unknown }) => {
      assert.equal(options?.redirect, 'error');
      assert.ok(options?.signal instanceof AbortSignal);
      return answer();
    }) as typeof fetch;
  const fromUrl = (pins: string[], answer: () => Response | Promise<Response>) =>
    loadAuthorityKeys({ source: url, pins, log, every, fetch: answering(answer) });

  it('come from a file, without pins', async () => {
    fs.writeFileSync(file, set(ec, rsa));
    const keys = await fromFile();
    assert.equal(keys.current().length, 2);
    assert.deepEqual(events, []);
  });

  it('without a file, a usable key or a proper set there is no start', async () => {
    await assert.rejects(fromFile(), { code: 'keys.missing' });
    fs.writeFileSync(file, set());
    await assert.rejects(fromFile(), { code: 'seal.noKey' });
    fs.writeFileSync(file, set(jwk(ecPair.privateKey)));
    await assert.rejects(fromFile(), { code: 'config.wrong' });
    fs.writeFileSync(file, `${' '.repeat(300_000)}${set(ec)}`);
    await assert.rejects(fromFile(), { code: 'config.wrong' });
  });

  it('a URL must be https and have pins', async () => {
    const fetchNothing = answering(() => assert.fail('nothing may be fetched'));
    for (const [source, pins] of [
      [url, []],
      ['http://customs.example/jwks.json', ['pin']],
      ['file:///etc/jwks.json', ['pin']],
    ] as const) {
      await assert.rejects(loadAuthorityKeys({ source, pins, log, every, fetch: fetchNothing }), {
        code: 'config.wrong',
      });
    }
  });

  it('from a URL only pinned keys count, and the others raise an alarm', async () => {
    const pins = [await calculateJwkThumbprint(ec), await calculateJwkThumbprint(okp)];
    const keys = await fromUrl(pins, () => new Response(set(rsa, ec)));
    assert.deepEqual(
      keys.current().map(({ kty }) => kty),
      ['EC'],
    );
    assert.deepEqual(events, [{ event: 'jwks.unpinned', keys: 1 }]);
    await assert.rejects(
      fromUrl(pins, () => new Response(set(rsa))),
      { code: 'seal.noKey' },
    );
  });

  it('are read again every ten minutes, and the new set counts', async () => {
    fs.writeFileSync(file, set(ec));
    const keys = await fromFile();
    assert.equal(period, 600_000);
    fs.writeFileSync(file, set(okp, rsa));
    tick();
    await keys.refresh();
    assert.deepEqual(
      keys.current().map(({ kty }) => kty),
      ['OKP', 'RSA'],
    );
    keys.close();
    assert.equal(isStopped, true);
  });

  it('the last good set stays when a read fails, whatever the reason', async () => {
    const pins = [await calculateJwkThumbprint(ec)];
    let answer = () => new Response(set(ec));
    const keys = await fromUrl(pins, () => answer());
    const failures: [() => Response, string][] = [
      [() => new Response('', { status: 500 }), 'keys.missing'],
      [() => new Response(null, { status: 204 }), 'keys.missing'],
      [() => assert.fail('no route to host'), 'keys.missing'],
      [() => new Response('<html>'), 'config.wrong'],
      [() => new Response('x'.repeat(300_000)), 'config.wrong'],
      [() => new Response(set(ec, jwk(ecPair.privateKey))), 'config.wrong'],
      [() => new Response(set(rsa)), 'seal.noKey'],
    ];
    for (const [failure, code] of failures) {
      events = [];
      answer = failure;
      await keys.refresh();
      assert.deepEqual(events.pop(), { event: 'jwks.failed', code });
      assert.equal(keys.current()[0]?.kty, 'EC');
    }
  });

  it('does not read twice at once', async () => {
    const pins = [await calculateJwkThumbprint(ec)];
    let reads = 0;
    const keys = await fromUrl(pins, async () => {
      reads += 1;
      return new Response(set(ec));
    });
    await Promise.all([keys.refresh(), keys.refresh(), keys.refresh()]);
    assert.equal(reads, 2);
    await keys.refresh();
    assert.equal(reads, 3);
  });

  it('gives up on an answer that never comes', async () => {
    const hanging = ((_: unknown, options?: { signal?: AbortSignal }) =>
      new Promise((_resolve, reject) => {
        options?.signal?.addEventListener('abort', () => reject(new Error('aborted')));
      })) as typeof fetch;
    // Keeps the process awake: the timeout's own timer does not.
    const awake = setInterval(() => undefined, 1000);
    const loading = loadAuthorityKeys({ source: url, pins: ['p'], log, every, fetch: hanging, timeout: 30 });
    await assert.rejects(loading, { code: 'keys.missing' });
    clearInterval(awake);
  });

  it('the timer of a running bot does not keep the process alive', () => {
    fs.writeFileSync(file, set(ec));
    const module = new URL('../../../src/adapters/customs/jwks.ts', import.meta.url).href;
    const script = `import { loadAuthorityKeys } from ${JSON.stringify(module)};
      const keys = await loadAuthorityKeys({ source: ${JSON.stringify(file)}, pins: [], log: { write() {} } });
      console.log(keys.current().length);`;
    const args = ['--import=tsx', '--input-type=module', '-e', script];
    const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 15_000 });
    assert.deepEqual([status, stdout], [0, '1\n']);
  });
});
