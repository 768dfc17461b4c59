import assert from 'node:assert/strict';
import { createHmac, generateKeyPairSync, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { SignJWT } from 'jose';
import { publicSigningKey } from '../../../src/adapters/node/signing-key.js';
import { createSpentAssertions } from '../../../src/desk/serve/spent-assertions.js';
import { sealedFor } from '../../support/deliveries.js';
import { serveInProcess, type TestServer } from '../../support/intake-server.js';
import { ask, posting, putting, tokenOf, type Said, type TokenChanges } from '../../support/intake-client.js';
import { deskWithBot, newReportId, newSigningKey, temporaryFolder } from '../sample-report.js';

const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('assertions at the intake', function () {
  this.timeout(30_000);
  let desk: Awaited<ReturnType<typeof deskWithBot>>;
  let server: TestServer;
  before(async () => {
    desk = await deskWithBot();
    server = await serveInProcess(desk.dir);
  });
  after(async () => {
    await server.stop();
    desk.remove();
  });

  function send(token: string | null, to = server): Promise<Said> {
    const reportId = newReportId();
    return ask(to.url, { ...posting(reportId, sealedFor(reportId)), token });
  }
  const mine = (changes?: TokenChanges) => tokenOf(desk.signingKey, server.url, changes);
  const now = () => Math.floor(Date.now() / 1000);
  const lastReason = () => {
    const last = server.logged.at(-1);
    return last !== undefined && 'reason' in last ? last.reason : last?.event;
  };

  it('a genuine one is let in', async () => {
    assert.equal((await send(await mine())).status, 201);
    // Clocks that differ a little are no reason to hold a report up.
    for (const off of [-25, 25]) {
      assert.equal((await send(await mine({ claims: { iat: now() + off, exp: now() + off + 60 } }))).status, 201);
    }
  });

  const wrong: [string, string, () => Promise<string | null>][] = [
    ['none', 'assertion.missing', async () => null],
    ['an empty one', 'assertion.missing', async () => ''],
    ['no JWT', 'assertion.missing', async () => 'secret'],
    ['rubbish in three parts', 'assertion.wrong', async () => 'a.b.c'],
    ['expired', 'assertion.expired', () => mine({ claims: { iat: now() - 100, exp: now() - 40 } })],
    ['from the future', 'assertion.wrong', () => mine({ claims: { iat: now() + 100, exp: now() + 160 } })],
    ['not yet valid', 'assertion.wrong', () => mine({ claims: { nbf: now() + 100 } })],
    ['that lives too long', 'assertion.wrong', () => mine({ claims: { exp: now() + 3600 } })],
    [
      'that is old and lives long',
      'assertion.expired',
      () => mine({ claims: { iat: now() - 3000, exp: now() + 600 } }),
    ],
    ['for another intake', 'assertion.wrong', () => mine({ claims: { aud: 'https://other.example' } })],
    ['for this address with a slash', 'assertion.wrong', () => mine({ claims: { aud: `${server.url}/` } })],
    ['for us and others', 'assertion.wrong', () => mine({ claims: { aud: [server.url, 'https://other.example'] } })],
    ...['iss', 'sub', 'aud', 'iat', 'exp', 'jti'].map((claim): [string, string, () => Promise<string>] => [
      `without ${claim}`,
      'assertion.wrong',
      () => mine({ without: [claim] }),
    ]),
    ['in the name of another', 'assertion.wrong', () => mine({ claims: { iss: 'x' } })],
    ['about another', 'assertion.wrong', () => mine({ claims: { sub: 'x' } })],
    ['with a number too short', 'assertion.wrong', () => mine({ claims: { jti: 'short' } })],
    ['of another type', 'assertion.wrong', () => mine({ header: { typ: 'JWT' } })],
    ['by a stranger', 'bot.unknown', () => tokenOf(newSigningKey(), server.url)],
    [
      'by a stranger in the name of a trusted bot',
      'assertion.wrong',
      async () => {
        const { kid } = await publicSigningKey(desk.signingKey);
        return tokenOf(newSigningKey(), server.url, { header: { kid }, claims: { iss: kid, sub: kid } });
      },
    ],
    ['without kid', 'bot.unknown', () => mine({ header: { kid: undefined } })],
    [
      'with the key that it brings along',
      'bot.unknown',
      async () => {
        const stranger = newSigningKey();
        const jwk = await publicSigningKey(stranger);
        return tokenOf(stranger, server.url, { header: { jwk } });
      },
    ],
    [
      'with alg none',
      'assertion.missing',
      async () => {
        const [, claims] = (await mine()).split('.');
        const { kid } = await publicSigningKey(desk.signingKey);
        return `${base64({ alg: 'none', kid, typ: 'smt-assertion+jwt' })}.${claims}.`;
      },
    ],
    [
      'with alg none and some signature',
      'assertion.wrong',
      async () => {
        const [, claims] = (await mine()).split('.');
        const { kid } = await publicSigningKey(desk.signingKey);
        return `${base64({ alg: 'none', kid, typ: 'smt-assertion+jwt' })}.${claims}.AAAA`;
      },
    ],
    [
      'with the public key taken for a shared secret',
      'assertion.wrong',
      async () => {
        const [, claims] = (await mine()).split('.');
        const { kid, x } = await publicSigningKey(desk.signingKey);
        const signed = `${base64({ alg: 'HS256', kid, typ: 'smt-assertion+jwt' })}.${claims}`;
        return `${signed}.${createHmac('sha256', Buffer.from(x ?? '', 'base64url'))
          .update(signed)
          .digest('base64url')}`;
      },
    ],
    [
      'with ES256',
      'assertion.wrong',
      async () => {
        const { kid } = await publicSigningKey(desk.signingKey);
        const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
        const claims = { iss: kid, sub: kid, aud: server.url, iat: now(), exp: now() + 60, jti: 'a'.repeat(20) };
        return new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid, typ: 'smt-assertion+jwt' }).sign(privateKey);
      },
    ],
    [
      'whose claims were changed',
      'assertion.wrong',
      async () => {
        const [head, , signature] = (await mine()).split('.');
        const [, claims] = (await mine()).split('.');
        return `${head}.${claims}.${signature}`;
      },
    ],
  ];
  for (const [name, reason, token] of wrong) {
    it(`${name}: 401, one body for all, and nothing is kept`, async () => {
      const given = await token();
      const before = fs.readdirSync(desk.inboxDir).length;
      const said = await send(given);
      assert.equal(said.status, 401);
      assert.equal(said.headers['www-authenticate'], 'Bearer');
      assert.equal(said.text, (await send(null)).text);
      assert.equal(fs.readdirSync(desk.inboxDir).length, before);
      await send(given);
      assert.equal(lastReason(), reason);
      assert.equal((await ask(server.url, { ...putting(newReportId(), 1), token: given })).status, 401);
    });
  }

  it('one that was used is refused for as long as it lives: for another request, by another server, after a restart', async () => {
    const token = await mine();
    assert.equal((await send(token)).status, 201);
    assert.equal((await send(token)).status, 401);
    assert.equal(lastReason(), 'assertion.replayed');
    const second = await serveInProcess(desk.dir, { url: server.url });
    assert.equal((await send(token, second)).status, 401);
    await second.stop();
    const race = await mine();
    const all = await Promise.all(Array.from({ length: 10 }, () => send(race)));
    assert.equal(all.filter(({ status }) => status === 201).length, 1);
  });

  it('one that was not believed is not used up', async () => {
    const token = await mine();
    const elsewhere = await serveInProcess(desk.dir);
    assert.equal((await send(token, elsewhere)).status, 401);
    await elsewhere.stop();
    assert.equal((await send(token)).status, 201);
  });

  it('a bot that is no longer trusted is out at once, and in again when it is', async () => {
    const file = path.join(desk.dir, 'trusted-bots.json');
    const trusted = fs.readFileSync(file);
    fs.writeFileSync(file, '{"keys":[]}');
    assert.equal((await send(await mine())).status, 401);
    fs.writeFileSync(file, trusted);
    assert.equal((await send(await mine())).status, 201);
  });

  it('remembers hashes for minutes, and nothing else', async () => {
    const { dir, remove } = temporaryFolder();
    const spent = createSpentAssertions(dir);
    const jti = randomBytes(16).toString('hex');
    assert.equal(await spent.spend('bot', jti), true);
    assert.equal(await spent.spend('bot', jti), false);
    assert.equal(await spent.spend('another', jti), true);
    assert.ok(fs.readdirSync(dir).every((name) => /^[0-9a-f]{64}$/.test(name) && !name.includes(jti)));
    await spent.sweep(Date.now() + 100_000);
    assert.equal(await spent.spend('bot', jti), false);
    await spent.sweep(Date.now() + 300_000);
    assert.deepEqual(fs.readdirSync(dir), []);
    remove();
  });
});
