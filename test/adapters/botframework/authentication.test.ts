/* eslint no-console: off -- what the SDK prints is watched here */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { startInProcess, type Bot } from '../../support/bot.js';
import { appId, startFakeBotFramework, type FakeBotFramework } from '../../support/fake-botframework.js';
import { temporaryFolder } from '../../support/process.js';
import { teamsEnvironment } from '../../support/teams-bot.js';
import { meetInTeams, type Raw } from '../../support/teams-person.js';

const now = () => Math.floor(Date.now() / 1000);
const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('who may send an activity', () => {
  let bot: Bot;
  let fake: FakeBotFramework;
  const printed: string[] = [];
  const original = console.error;
  before(async () => {
    fake = await startFakeBotFramework();
    const folder = temporaryFolder();
    const env = { ...(await teamsEnvironment(folder, fake)), BOTFRAMEWORK_CHANNELS: 'msteams,webchat' };
    console.error = (...words: unknown[]) => void printed.push(words.join(' '));
    bot = await startInProcess(env, () => ({}), folder);
  });
  after(async () => {
    console.error = original;
    await bot.stop();
    await fake.close();
  });

  /** The HS256 signature that a careless verifier makes with the public key as the secret. */
  const confused = () => {
    const rest = { iss: 'https://api.botframework.com', aud: appId };
    const body = { ...rest, serviceurl: fake.serviceUrl, nbf: now() - 9, exp: now() + 999 };
    const unsigned = `${base64({ alg: 'HS256', kid: 'k1', typ: 'JWT' })}.${base64(body)}`;
    const pem = fake.key.publicKey.export({ type: 'spki', format: 'pem' });
    return `${unsigned}.${createHmac('sha256', pem).update(unsigned).digest('base64url')}`;
  };
  const unsigned = () => {
    const [, body] = fake.sign().split('.');
    return `${base64({ alg: 'none', kid: 'k1', typ: 'JWT' })}.${body ?? ''}.`;
  };

  const cases: [name: string, status: number, token: () => string, change?: () => Raw][] = [
    ['a valid token', 200, () => fake.sign()],
    ['one that ended 2 minutes ago (within the tolerance of 5)', 200, () => fake.sign({ exp: now() - 120 })],
    [
      'an address of the connector without a slash',
      401,
      () => fake.sign(),
      () => ({ serviceUrl: fake.serviceUrl.slice(0, -1) }),
    ],
    ['a webchat key for webchat', 200, () => fake.sign({}, { key: fake.webchatKey }), () => ({ channelId: 'webchat' })],
    ['no token', 401, () => ''],
    ['garbage', 401, () => 'abc.def.ghi'],
    ['not even three parts', 401, () => 'abc'],
    ['another audience', 401, () => fake.sign({ aud: '99999999-9999-9999-9999-999999999999' })],
    ['another issuer', 401, () => fake.sign({ iss: 'https://evil.example' })],
    ['one that ended 10 minutes ago', 401, () => fake.sign({ exp: now() - 600 })],
    ['one that is not valid yet', 401, () => fake.sign({ nbf: now() + 3600 })],
    ['one that never ends', 401, () => fake.sign({ exp: undefined })],
    ['a claim for another address', 401, () => fake.sign({ serviceurl: 'https://smba.trafficmanager.net/emea/' })],
    ['no claim for an address', 401, () => fake.sign({ serviceurl: undefined })],
    [
      'an address that is not on the list',
      401,
      () => fake.sign({ serviceurl: 'https://evil.example/' }),
      () => ({ serviceUrl: 'https://evil.example/' }),
    ],
    [
      'an address that only begins like one',
      401,
      () => fake.sign({ serviceurl: `${fake.url}@evil.example/` }),
      () => ({ serviceUrl: `${fake.url}@evil.example/` }),
    ],
    ['no address', 401, () => fake.sign(), () => ({ serviceUrl: undefined })],
    ['an address that is no text', 401, () => fake.sign(), () => ({ serviceUrl: { url: fake.serviceUrl } })],
    ['no algorithm', 401, unsigned],
    ['HS256 with the public key', 401, confused],
    ['a signature by another key with the same name', 401, () => fake.sign({}, { key: fake.rogue })],
    ['a key that nobody knows', 401, () => fake.sign({}, { key: { ...fake.rogue, kid: 'zzz' } })],
    ['a key that is not endorsed for the channel', 401, () => fake.sign({}, { key: fake.webchatKey })],
    ['a channel that is not on the list', 401, () => fake.sign(), () => ({ channelId: 'emulator' })],
    ['no channel', 401, () => fake.sign({}, { key: fake.webchatKey }), () => ({ channelId: '' })],
    ['a channel that is no text', 401, () => fake.sign(), () => ({ channelId: ['msteams'] })],
    [
      'a token of the Emulator',
      401,
      () =>
        fake.sign({ iss: 'https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/', ver: '1.0', appid: appId }),
    ],
    [
      'another tenant',
      401,
      () => fake.sign(),
      () => ({ conversation: { id: 'a:1', conversationType: 'personal', tenantId: 'other' } }),
    ],
    ['two tenants', 401, () => fake.sign(), () => ({ channelData: { tenant: { id: 'other' } } })],
    ['no tenant', 401, () => fake.sign(), () => ({ conversation: { id: 'a:1' }, channelData: null })],
    ['a conversation that is no object', 401, () => fake.sign(), () => ({ conversation: 'a:1', channelData: 7 })],
    ['an activity without a type', 400, () => fake.sign(), () => ({ type: undefined })],
    ['an activity without a sender', 400, () => fake.sign(), () => ({ from: null })],
  ];

  for (const [name, status, token, change] of cases) {
    it(`${name}: ${status}`, async () => {
      const before = fake.calls.length;
      const person = meetInTeams(bot.base, fake);
      for (let time = 0; time < 2; time += 1) {
        const answer = await person.send({ text: 'hi', ...(change?.() ?? {}) }, token());
        assert.equal(answer.status, status);
        if (status === 401) assert.equal(answer.body, 'Unauthorized');
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
      if (status !== 200) assert.equal(fake.calls.length, before, 'something was said');
    });
  }

  it('a body that is no object, or too large: 400 and 413, and never more than a few words', async () => {
    const post = (body: string, headers: Record<string, string> = {}) =>
      fetch(`${bot.base}/api/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${fake.sign()}`, ...headers },
        body,
      });
    assert.equal((await post('[1]')).status, 400);
    assert.equal((await post('{"type":')).status, 400);
    assert.equal((await post('')).status, 400);
    assert.equal((await post('{}', { 'content-encoding': 'gzip' })).status, 400);
    assert.equal((await post('{}')).status, 401);
    const large = await post(JSON.stringify({ type: 'message', text: 'x'.repeat(300_000) })).catch(() => null);
    assert.ok(large === null || large.status === 413);
    assert.equal((await fetch(`${bot.base}/api/messages`)).status, 405);
    assert.equal((await post('{"type":"message"}', { authorization: 'Basic abc' })).status, 401);
  });

  it('remembers a token only with its address and channel, and not beyond its end', async () => {
    const person = meetInTeams(bot.base, fake);
    const token = fake.sign();
    assert.equal((await person.send({ type: 'typing' }, token)).status, 200);
    assert.equal((await person.send({ type: 'typing' }, token)).status, 200);
    assert.equal((await person.send({ type: 'typing', channelId: 'directline' }, token)).status, 401);
    const other = `${fake.url}/other/`;
    assert.equal((await person.send({ type: 'typing', serviceUrl: other }, token)).status, 401);
    const [head, body, signature = ''] = token.split('.');
    const changed = `${head}.${body}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
    assert.equal((await person.send({ type: 'typing' }, changed)).status, 401);
  });

  it('prints nothing of keys or tokens, and logs no such request as a failure', () => {
    assert.deepEqual(printed, []);
    assert.deepEqual(
      bot.logged.filter(({ event }) => event === 'request.failed'),
      [],
    );
  });
});

describe('a bot without credentials', () => {
  it('has no route for the Bot Framework', async () => {
    const bot = await startInProcess();
    const response = await fetch(`${bot.base}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ type: 'message', channelId: 'emulator', serviceUrl: 'http://localhost:1/' }),
    });
    assert.equal(response.status, 404);
    await bot.stop();
  });

  it('talks to the Emulator on this machine when it is being developed, and to no page of another site', async () => {
    const fake = await startFakeBotFramework();
    const bot = await startInProcess({ NODE_ENV: 'development' });
    const person = meetInTeams(bot.base, fake);
    const activity = { text: 'hi', channelId: 'emulator', serviceUrl: `${fake.url}/anonymous/` };
    assert.equal((await person.send(activity, '')).status, 200);
    const evil = { ...activity, serviceUrl: 'https://evil.example/' };
    assert.equal((await person.send(evil, '')).status, 401);
    const fromPage = await fetch(`${bot.base}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: '{"type":"message"}',
    });
    assert.equal(fromPage.status, 401);
    await bot.stop();
    await fake.close();
  });
});
