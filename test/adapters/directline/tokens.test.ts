import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, SignJWT } from 'jose';
import { createTokens, type Visitor } from '../../../src/adapters/directline/tokens.js';
import { createFakeKeys } from '../../support/fake-world.js';

const hour = 3_600_000;

describe('tokens of the web chat', () => {
  const secret = randomBytes(16);
  const visitor: Visitor = { ref: { id: 'k1.conversation', secret }, user: 'dl_someone', language: 'sv' };
  const start = Date.UTC(2026, 4, 12);
  let now = start;
  const clock = { now: () => now };
  const keys = createFakeKeys();
  const tokens = createTokens(keys, clock);

  beforeEach(() => {
    now = start;
  });

  it('a chat token gives back the conversation, its secret, the user and the language', async () => {
    const read = await tokens.readChat(await tokens.issueChat(visitor));
    assert.equal(read?.ref.id, 'k1.conversation');
    assert.deepEqual(Buffer.from(read?.ref.secret ?? []), secret);
    assert.equal(read?.user, 'dl_someone');
    assert.equal(read?.language, 'sv');
  });

  it('a chat token is HS256, names its key generation, and carries the claim that Web Chat reads', async () => {
    const token = await tokens.issueChat(visitor);
    assert.deepEqual(decodeProtectedHeader(token), { alg: 'HS256', kid: 'g1' });
    assert.equal(decodeJwt(token).user, 'dl_someone');
    assert.equal(decodeJwt(token).aud, 'chat');
  });

  it('a chat token ends after 30 minutes, also when it was read before', async () => {
    const token = await tokens.issueChat(visitor);
    now = start + hour / 2 - 1000;
    assert.ok(await tokens.readChat(token));
    now = start + hour / 2;
    assert.equal(await tokens.readChat(token), null);
  });

  it('an ended chat token is good for a renewal for 24 hours', async () => {
    const token = await tokens.issueChat(visitor);
    now = start + 24 * hour + hour / 2 - 1000;
    assert.ok(await tokens.readEndedChat(token));
    now = start + 24 * hour + hour / 2 + 1000;
    assert.equal(await tokens.readEndedChat(token), null);
  });

  it('a stream token hides everything, ends after 60 seconds, and is no chat token', async () => {
    const token = await tokens.issueStream(visitor);
    assert.deepEqual(decodeProtectedHeader(token), { alg: 'dir', enc: 'A256GCM', kid: 'g1' });
    assert.throws(() => decodeJwt(token));
    assert.equal((await tokens.readStream(token))?.ref.id, 'k1.conversation');
    assert.equal(await tokens.readChat(token), null);
    now = start + 61_000;
    assert.equal(await tokens.readStream(token), null);
  });

  it('a chat token is no stream token', async () => {
    assert.equal(await tokens.readStream(await tokens.issueChat(visitor)), null);
  });

  it('a changed signature, another key, another audience, no algorithm and nonsense are all nothing', async () => {
    const token = await tokens.issueChat(visitor);
    const [header = '', payload = '', signature = ''] = token.split('.');
    const flipped = `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
    const none = Buffer.from('{"alg":"none","kid":"g1"}').toString('base64url');
    const foreign = (audience: string, key: Uint8Array, kid: string) =>
      new SignJWT(decodeJwt(token)).setProtectedHeader({ alg: 'HS256', kid }).setAudience(audience).sign(key);
    const own = keys.derive('chat-token', 'g1') ?? new Uint8Array();
    for (const bad of [
      `${header}.${payload}.${flipped}`,
      `${none}.${payload}.`,
      await foreign('chat', randomBytes(32), 'g1'),
      await foreign('stream', own, 'g1'),
      await foreign('chat', own, 'g0'),
      'a.b.c',
      '',
    ]) {
      assert.equal(await tokens.readChat(bad), null, bad);
      assert.equal(await tokens.readEndedChat(bad), null, bad);
    }
    assert.ok(await tokens.readChat(await foreign('chat', own, 'g1')));
  });

  it('a genuine token without the claims it needs is nothing', async () => {
    const own = keys.derive('chat-token', 'g1') ?? new Uint8Array();
    const bare = await new SignJWT({ conv: 'x' })
      .setProtectedHeader({ alg: 'HS256', kid: 'g1' })
      .setAudience('chat')
      .sign(own);
    assert.equal(await tokens.readChat(bare), null);
  });

  it('a token of a generation that is no longer configured is nothing', async () => {
    const token = await tokens.issueChat(visitor);
    const later = createTokens(createFakeKeys(new Set(['g1'])), clock);
    assert.equal(await later.readChat(token), null);
    await assert.rejects(async () => later.issueChat(visitor), /no key for chat-token/);
  });

  it('the memory of verified tokens is bounded', async () => {
    const few = await Promise.all(Array.from({ length: 4200 }, () => tokens.issueChat(visitor)));
    const first = few[0] ?? '';
    for (const [index, token] of few.entries()) if (index % 40 === 0) assert.ok(await tokens.readChat(token));
    assert.ok(await tokens.readChat(first));
  });
});
