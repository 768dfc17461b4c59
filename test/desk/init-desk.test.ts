import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { publicSigningKey } from '../../src/adapters/node/signing-key.js';
import { initDesk } from '../../src/desk/init-desk.js';
import { loadDesk } from '../../src/desk/load-desk.js';
import { trustBot } from '../../src/desk/trust-bot.js';
import { newSigningKey, readKeys, temporaryFolder } from './sample-report.js';

describe('desk init', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let dir: string;
  beforeEach(() => {
    folder = temporaryFolder();
    dir = path.join(folder.dir, 'desk-data');
  });
  afterEach(() => folder.remove());

  it('makes one agreement key and one RSA-3072 key, and publishes no private member', async () => {
    const { jwksPath, inboxDir } = await initDesk(dir);
    const keys = readKeys(jwksPath);
    assert.deepEqual(
      keys.map(({ kty, crv, use, alg, n }) => [
        kty,
        crv,
        use,
        alg,
        n === undefined ? 0 : Buffer.from(n, 'base64url').length,
      ]),
      [
        ['EC', 'P-256', 'enc', 'ECDH-ES+A256KW', 0],
        ['RSA', undefined, 'enc', 'RSA-OAEP-256', 384],
      ],
    );
    assert.deepEqual(Object.keys(keys[0] ?? {}).sort(), ['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
    assert.deepEqual(Object.keys(keys[1] ?? {}).sort(), ['alg', 'e', 'kid', 'kty', 'n', 'use']);
    assert.deepEqual(fs.readdirSync(inboxDir), []);
  });

  it('lets nobody else read the private keys, and refuses when others can', async function () {
    if (process.platform === 'win32') this.skip();
    await initDesk(dir);
    const file = path.join(dir, 'keys', 'private.jwks.json');
    assert.equal(fs.statSync(file).mode & 0o777, 0o600);
    assert.equal(fs.statSync(path.dirname(file)).mode & 0o777, 0o700);
    fs.chmodSync(file, 0o644);
    await assert.rejects(initDesk(dir), { code: 'config.wrong', message: /chmod 600/ });
    await assert.rejects(loadDesk(dir), { code: 'config.wrong', message: /chmod 600/ });
  });

  it('changes nothing when it runs again, also twice at once', async () => {
    await Promise.all([initDesk(dir), initDesk(dir)]);
    const files = ['jwks.json', path.join('keys', 'private.jwks.json')];
    const before = files.map((name) => fs.readFileSync(path.join(dir, name), 'utf8'));
    await initDesk(dir);
    assert.deepEqual(
      files.map((name) => fs.readFileSync(path.join(dir, name), 'utf8')),
      before,
    );
    const [shown, held] = before.map((text) => (JSON.parse(text) as { keys: { kid: string }[] }).keys);
    assert.deepEqual(
      shown?.map(({ kid }) => kid),
      held?.map(({ kid }) => kid),
    );
  });

  it('writes the public set again when only that is missing', async () => {
    const { jwksPath } = await initDesk(dir);
    const before = fs.readFileSync(jwksPath, 'utf8');
    fs.rmSync(jwksPath);
    await initDesk(dir);
    assert.equal(fs.readFileSync(jwksPath, 'utf8'), before);
  });

  it('makes no new keys under a public set whose private keys are gone: reports would be sealed to nobody', async () => {
    await initDesk(dir);
    const file = path.join(dir, 'keys', 'private.jwks.json');
    const kept = fs.readFileSync(file);
    fs.rmSync(file);
    await assert.rejects(initDesk(dir), { code: 'config.wrong', message: /does not hold/ });
    assert.equal(fs.existsSync(file), false);
    fs.writeFileSync(file, kept, { mode: 0o600 });
    await initDesk(dir);
  });

  it('refuses a private set that belongs to another desk', async () => {
    await initDesk(dir);
    const other = path.join(folder.dir, 'other');
    await initDesk(other);
    const file = path.join('keys', 'private.jwks.json');
    fs.copyFileSync(path.join(other, file), path.join(dir, file));
    await assert.rejects(initDesk(dir), { code: 'config.wrong', message: /does not hold/ });
  });

  it('trusts a bot once, several bots at once, and nothing that is no public Ed25519 key', async () => {
    const desk = await initDesk(dir);
    const [one, two] = [newSigningKey(), newSigningKey()];
    const shown = await publicSigningKey(one);
    await desk.trust(shown);
    await desk.trust({ ...shown, kid: 'under another name' });
    assert.equal(await trustBot(dir, await publicSigningKey(two)), (await publicSigningKey(two)).kid);
    const trusted = readKeys(path.join(dir, 'trusted-bots.json'));
    assert.deepEqual(
      trusted.map(({ kid }) => kid),
      [shown.kid, (await publicSigningKey(two)).kid],
    );
    for (const bad of [one, { kty: 'RSA' }, null, 'key', { ...shown, x: 'short' }]) {
      await assert.rejects(trustBot(dir, bad), { code: 'config.wrong' });
    }
    assert.deepEqual(fs.readdirSync(dir).sort(), ['inbox', 'jwks.json', 'keys', 'trusted-bots.json']);
  });
});
