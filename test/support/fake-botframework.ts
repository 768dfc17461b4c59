// The Bot Framework's cloud on one port of this machine: OpenID metadata and keys (what the bot believes), the token service, and
// the connector (what the bot says). It keeps everything that the bot sent, and can be made to fail.
import assert from 'node:assert/strict';
import { generateKeyPairSync, sign as signBytes, type KeyObject } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { freePort } from './process.js';

export const appId = '22222222-2222-2222-2222-222222222222';
export const tenant = '11111111-1111-1111-1111-111111111111';

export interface Call {
  method: string;
  conversation: string;
  /** The message that is replaced or deleted. */
  activity: string | null;
  body: Sent;
  /** What the connector answered; 0: nothing, the connection was cut. */
  status: number;
}

export interface Sent {
  type: string;
  text?: string;
  summary?: string;
  locale?: string;
  attachments?: { contentType: string; content: Record<string, unknown> }[];
}

/** `status` 0: no answer at all; `taken`: the message is shown all the same. */
export interface Failure {
  status: number;
  headers?: Record<string, string>;
}

interface Key {
  kid: string;
  privateKey: KeyObject;
  publicKey: KeyObject;
  endorsements: string[];
}

export interface FakeBotFramework {
  readonly url: string;
  readonly serviceUrl: string;
  readonly key: Key;
  /** Has the kid of `key`, and is not it. */
  readonly rogue: Key;
  /** Endorsed for the channel webchat only. */
  readonly webchatKey: Key;
  /** What the bot must be started with. */
  readonly env: Record<string, string>;
  /** Every call to the connector, in order. */
  readonly calls: Call[];
  /** What stands in the chat now, by id of the message. */
  readonly messages: Map<string, Sent & { conversation: string }>;
  /** Used up one a call. */
  failNext: Failure[];
  /** Every call fails so, until it is null again. */
  failAll: Failure | null;
  tokens: number;
  sign(claims?: Record<string, unknown>, options?: { key?: Key; alg?: string }): string;
  close(): Promise<void>;
}

function makeKey(kid: string, endorsements: string[]): Key {
  return { kid, ...generateKeyPairSync('rsa', { modulusLength: 2048 }), endorsements };
}

const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const jwkOf = ({ kid, publicKey, endorsements }: Key) => ({
  ...publicKey.export({ format: 'jwk' }),
  kid,
  use: 'sig',
  alg: 'RS256',
  endorsements,
});

async function readBody(req: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of req) text += String(chunk);
  return text;
}

function send(res: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  res.writeHead(status, { 'content-type': 'application/json', ...headers });
  res.end(JSON.stringify(body));
}

export async function startFakeBotFramework(): Promise<FakeBotFramework> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const serviceUrl = `${url}/teams/`;
  const key = makeKey('k1', ['msteams', 'webchat']);
  const webchatKey = makeKey('k2', ['webchat']);
  let lastId = 1000;

  function speak(req: IncomingMessage, res: ServerResponse, match: RegExpExecArray, body: Sent): void {
    assert.equal(req.headers.authorization, 'Bearer the-bots-own-token', 'the connector takes the bot’s token only');
    const method = req.method ?? '';
    const conversation = decodeURIComponent(match[1] ?? '');
    const activity = method === 'POST' ? null : decodeURIComponent(match[2] ?? '');
    const failure = fake.failNext.shift() ?? fake.failAll;
    const status = failure?.status ?? (method === 'POST' ? 201 : 200);
    fake.calls.push({ method, conversation, activity, body, status });
    if (failure) {
      if (failure.status === 0) return void req.socket.destroy();
      return send(res, failure.status, { error: { code: 'Failed', message: 'no' } }, failure.headers);
    }
    // Typing is no message; where it falls among the messages must not move their ids.
    if (body.type === 'typing') return send(res, status, {});
    if (activity === null) lastId += 1;
    const id = activity ?? String(lastId);
    fake.messages.set(id, { ...body, conversation });
    send(res, status, { id });
  }

  const server = createServer((req, res) => {
    void (async () => {
      const text = await readBody(req);
      const path = (req.url ?? '').split('?')[0] ?? '';
      if (path === '/openid')
        return send(res, 200, { issuer: 'https://api.botframework.com', jwks_uri: `${url}/keys` });
      if (path === '/keys') return send(res, 200, { keys: [jwkOf(key), jwkOf(webchatKey)] });
      if (path === '/token') {
        const form = new URLSearchParams(text);
        assert.equal(form.get('client_id'), appId);
        assert.equal(form.get('client_secret'), 'app-password');
        fake.tokens += 1;
        return send(res, 200, { token_type: 'Bearer', expires_in: 3600, access_token: 'the-bots-own-token' });
      }
      const match = /^\/teams\/v3\/conversations\/([^/]+)\/activities(?:\/([^/]+))?$/.exec(path);
      if (match) return speak(req, res, match, JSON.parse(text) as Sent);
      send(res, 404, {});
    })();
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));

  const fake: FakeBotFramework = {
    url,
    serviceUrl,
    key,
    rogue: makeKey('k1', ['msteams']),
    webchatKey,
    env: {
      MICROSOFT_APP_ID: appId,
      MICROSOFT_APP_PASSWORD: 'app-password',
      MICROSOFT_APP_TENANT_ID: tenant,
      BOTFRAMEWORK_OPENID_METADATA: `${url}/openid`,
      BOTFRAMEWORK_TOKEN_URL: `${url}/token`,
    },
    calls: [],
    messages: new Map(),
    failNext: [],
    failAll: null,
    tokens: 0,
    sign(claims = {}, { key: by = key, alg = 'RS256' } = {}) {
      const now = Math.floor(Date.now() / 1000);
      const times = { nbf: now - 60, iat: now - 60, exp: now + 3600 };
      const body = { iss: 'https://api.botframework.com', aud: appId, serviceurl: serviceUrl, ...times, ...claims };
      const unsigned = `${base64({ alg, typ: 'JWT', kid: by.kid })}.${base64(body)}`;
      return `${unsigned}.${signBytes('sha256', Buffer.from(unsigned), by.privateKey).toString('base64url')}`;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return fake;
}
