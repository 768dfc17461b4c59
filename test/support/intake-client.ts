// Raw requests to an intake: whatever a bot, a wrong bot or no bot might send.
import http from 'node:http';
import { randomBytes } from 'node:crypto';
import { SignJWT, importJWK, type JWTPayload } from 'jose';
import { publicSigningKey, type SigningKey } from '../../src/adapters/node/signing-key.js';

export interface Said {
  status: number;
  headers: http.IncomingHttpHeaders;
  text: string;
}

export interface Ask {
  method: string;
  path: string;
  token?: string | null;
  headers?: Record<string, string>;
  /** An array is sent piece by piece, without a length. */
  body?: Uint8Array | Uint8Array[];
}

/** Resolves with whatever is said, also before the body was sent to its end. */
export function ask(url: string, { method, path, token = null, headers = {}, body }: Ask): Promise<Said> {
  return new Promise((resolve, reject) => {
    const all = { ...headers, ...(token === null ? {} : { authorization: `Bearer ${token}` }) };
    const request = http.request(new URL(path, url), { method, headers: all, agent: false });
    request.on('error', reject);
    request.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('error', reject);
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
        request.destroy();
      });
    });
    if (Array.isArray(body)) {
      for (const piece of body) request.write(piece);
      request.end();
    } else request.end(body);
  });
}

export const putting = (reportId: string, number: number | string, body: Ask['body'] = Buffer.from('file')): Ask => ({
  method: 'PUT',
  path: `/v1/reports/${reportId}/files/${number}`,
  headers: { 'content-type': 'application/octet-stream' },
  body,
});

export const posting = (reportId: string, body: Ask['body']): Ask => ({
  method: 'POST',
  path: '/v1/reports',
  headers: { 'content-type': 'application/jose+json', 'idempotency-key': reportId },
  body,
});

export interface TokenChanges {
  header?: Record<string, unknown>;
  claims?: JWTPayload;
  /** Claims that are left out. */
  without?: string[];
}

/** An assertion as `key` would sign it now, changed as a test wants it. */
export async function tokenOf(key: SigningKey, audience: string, changes: TokenChanges = {}): Promise<string> {
  const { kid } = await publicSigningKey(key);
  const now = Math.floor(Date.now() / 1000);
  const jti = randomBytes(16).toString('hex');
  const claims = { iss: kid, sub: kid, aud: audience, iat: now, exp: now + 60, jti, ...changes.claims };
  const kept = Object.entries(claims).filter(([name]) => changes.without?.includes(name) !== true);
  return new SignJWT(Object.fromEntries(kept))
    .setProtectedHeader({ alg: 'EdDSA', kid, typ: 'smt-assertion+jwt', ...changes.header })
    .sign(await importJWK({ ...key }, 'EdDSA'));
}
