import assert from 'node:assert/strict';
import { decodeJwt } from 'jose';
import { startChannelServer, type ChannelServer } from '../../support/channel-server.js';
import {
  lineUrl,
  newToken,
  openStream,
  post,
  request,
  startConversation,
  type Session,
  type Started,
} from '../../support/directline-client.js';

interface Problem {
  error: { code: string; message: string };
}

describe('tokens and conversations over HTTP', () => {
  let server: ChannelServer;

  beforeEach(async () => {
    server = await startChannelServer();
  });
  afterEach(() => server.close());

  const conversations = () => lineUrl(server.url, '/conversations');
  const refresh = (token: string | null) => request<Session>(lineUrl(server.url, '/tokens/refresh'), { token });
  const renew = (token: string | null) => request<Session>(`${server.url}/chat/renew`, { token });
  const reopen = (session: Session, query = '?watermark=') =>
    request<Started & Problem>(lineUrl(server.url, `/conversations/${session.conversationId}${query}`), {
      method: 'GET',
      token: session.token,
    });

  describe('POST /chat/token', () => {
    const ask = (body: unknown, headers: Record<string, string> = {}) =>
      request<Session & { watermark: string } & Problem>(`${server.url}/chat/token`, { body, headers });

    it('gives a token, a conversation, a user and a watermark, and stores nothing', async () => {
      const { status, body, headers } = await ask({ locale: 'sv-SE', solution: { any: 1 }, other: true });
      assert.equal(status, 201);
      assert.deepEqual(Object.keys(body).sort(), ['conversationId', 'token', 'userId', 'watermark']);
      assert.equal(body.watermark, '0');
      assert.match(body.userId, /^dl_[\w-]{22}$/);
      assert.equal(decodeJwt(body.token).user, body.userId);
      assert.equal(headers.get('cache-control'), 'no-store');
      assert.deepEqual(server.chat.logOf(body.conversationId), []);
    });

    it('gives another conversation and another user each time', async () => {
      const [one, two] = [(await ask({})).body, (await ask({})).body];
      assert.notEqual(one.conversationId, two.conversationId);
      assert.notEqual(one.userId, two.userId);
    });

    it('takes an empty body, and refuses what is no JSON, no object, or of the wrong kind', async () => {
      assert.equal((await ask(undefined)).status, 201);
      for (const bad of ['{', '[]', '"x"', '{"locale":7}']) assert.equal((await ask(bad)).status, 400, bad);
    });

    it('refuses the page of somebody else, and more than 256 kB', async () => {
      assert.equal((await ask({}, { origin: 'https://evil.example' })).status, 403);
      assert.equal((await ask({}, { origin: server.url })).status, 201);
      assert.equal((await ask({ locale: 'x'.repeat(300_000) })).status, 413);
    });
  });

  describe('POST /conversations', () => {
    it('starts once: 201, then 200 with the same conversation', async () => {
      const session = await newToken(server.url, { locale: 'sv-SE' });
      const first = await request<Started>(conversations(), { token: session.token, body: { user: {} } });
      const second = await request<Started>(conversations(), { token: session.token, body: { user: {} } });
      assert.deepEqual([first.status, second.status], [201, 200]);
      assert.equal(first.body.conversationId, session.conversationId);
      assert.equal(first.body.token, session.token);
      assert.deepEqual(server.chat.inputs, [{ kind: 'start', language: 'sv' }]);
      assert.deepEqual(Object.keys(first.body).sort(), ['conversationId', 'expires_in', 'streamUrl', 'token']);
    });

    it('two at the same moment start one conversation', async () => {
      const session = await newToken(server.url);
      const start = () => request<Started>(conversations(), { token: session.token, body: {} });
      const both = await Promise.all([start(), start()]);
      assert.ok(both.every(({ status }) => status === 201 || status === 200));
      assert.equal(server.chat.inputs.length, 1);
    });

    it('a stream opened by the second answer brings the welcome too: the first answer may have been lost', async () => {
      const session = await newToken(server.url);
      await request(conversations(), { token: session.token, body: {} });
      await server.chat.settle();
      const again = await request<Started>(conversations(), { token: session.token, body: {} });
      const stream = await openStream(again.body.streamUrl);
      await stream.until(({ text }) => text === 'Welcome.');
      stream.close();
    });

    it('the locale of the body decides the language, else that of the token', async () => {
      const say = async (asked: unknown, locale?: string) => {
        const session = await newToken(server.url, asked);
        await request(conversations(), { token: session.token, body: { locale } });
        return server.chat.inputs.at(-1);
      };
      assert.deepEqual(await say({ locale: 'sv' }, 'en-GB'), { kind: 'start', language: 'en' });
      assert.deepEqual(await say({ locale: 'en' }, 'sv-FI'), { kind: 'start', language: 'sv' });
      assert.deepEqual(await say({ locale: 'sv' }), { kind: 'start', language: 'sv' });
      assert.deepEqual(await say({ locale: 'de' }), { kind: 'start', language: 'en' });
    });

    it('needs a genuine token', async () => {
      assert.equal((await request(conversations(), { body: {} })).status, 401);
      assert.equal((await request(conversations(), { token: 'a.b.c', body: {} })).status, 403);
    });
  });

  describe('GET /conversations/{id}', () => {
    it('gives a new stream address that carries the watermark', async () => {
      const session = await startConversation(server.url);
      const { status, body } = await reopen(session, '?watermark=2');
      assert.equal(status, 200);
      assert.match(
        body.streamUrl,
        /^ws:\/\/127\.0\.0\.1:\d+\/v3\/directline\/conversations\/[^/]+\/stream\?watermark=2&t=[\w.-]+$/,
      );
    });

    it('403 when the conversation is gone, was never started, or is another one', async () => {
      const session = await startConversation(server.url);
      const other = await startConversation(server.url);
      assert.equal((await reopen({ ...session, conversationId: other.conversationId })).status, 403);
      assert.equal((await reopen(await newToken(server.url))).status, 403);
      server.chat.end(session.conversationId);
      const gone = await reopen(session);
      assert.equal(gone.status, 403);
      assert.equal(gone.body.error.code, 'TokenExpired');
    });

    it('the secret of a conversation stands in no address in the clear', async () => {
      const session = await startConversation(server.url);
      const k = String(decodeJwt(session.token).k);
      const { body } = await reopen(session);
      assert.equal(k.length, 22);
      assert.ok(!session.streamUrl.includes(k) && !body.streamUrl.includes(k));
      const plain = body.streamUrl.split(/[.=]/).map((part) => Buffer.from(part, 'base64url').toString('latin1'));
      assert.ok(plain.every((part) => !part.includes(k) && !part.includes(session.userId)));
    });
  });

  describe('POST /tokens/refresh', () => {
    it('gives a fresh token for the same conversation and user', async () => {
      const session = await startConversation(server.url);
      server.clock.offset = 15 * 60_000;
      const { status, body } = await refresh(session.token);
      assert.equal(status, 200);
      assert.notEqual(body.token, session.token);
      const [old, fresh] = [decodeJwt(session.token), decodeJwt(body.token)];
      assert.deepEqual([fresh.conv, fresh.user, fresh.k], [old.conv, old.user, old.k]);
      assert.equal((await reopen({ ...session, token: body.token })).status, 200);
    });

    it('403 for a token that has ended or whose conversation is gone, 401 for none', async () => {
      const session = await startConversation(server.url);
      assert.equal((await refresh(null)).status, 401);
      server.clock.offset = 31 * 60_000;
      assert.equal((await refresh(session.token)).status, 403);
      server.clock.offset = 0;
      server.chat.end(session.conversationId);
      assert.equal((await refresh(session.token)).status, 403);
    });
  });

  describe('POST /chat/renew', () => {
    it('renews an ended token while the conversation lives; the new one works', async () => {
      const session = await startConversation(server.url);
      server.clock.offset = 60 * 60_000;
      assert.equal((await post(server.url, session, { text: 'late' })).status, 403);
      const { status, body } = await renew(session.token);
      assert.equal(status, 201);
      assert.equal(body.conversationId, session.conversationId);
      assert.equal(body.userId, session.userId);
      assert.equal((await post(server.url, body, { text: 'late' })).status, 200);
    });

    it('refuses after 24 hours, a gone conversation, a forged token, none, and the page of somebody else', async () => {
      const session = await startConversation(server.url);
      const elsewhere = await request(`${server.url}/chat/renew`, {
        token: session.token,
        headers: { origin: 'https://evil.example' },
      });
      assert.equal(elsewhere.status, 403);
      assert.equal((await renew(null)).status, 401);
      assert.equal((await renew('a.b.c')).status, 403);
      server.clock.offset = 25 * 60 * 60_000;
      assert.equal((await renew(session.token)).status, 403);
      server.clock.offset = 0;
      assert.equal((await renew(session.token)).status, 201);
      server.chat.end(session.conversationId);
      assert.equal((await renew(session.token)).status, 403);
    });
  });

  it('there is no way to generate a token with a secret', async () => {
    const { status } = await request(lineUrl(server.url, '/tokens/generate'), { token: 'secret', body: {} });
    assert.equal(status, 404);
  });
});
