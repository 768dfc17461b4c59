import assert from 'node:assert/strict';
import { decodeJwt, decodeProtectedHeader, importJWK, jwtVerify } from 'jose';
import { createClientAssertion } from '../../../src/adapters/node/client-assertion.js';
import { createChance } from '../../../src/adapters/node/chance.js';
import { publicSigningKey } from '../../../src/adapters/node/signing-key.js';
import { newSigningKey } from '../../desk/sample-report.js';

describe('client assertion', () => {
  const now = Date.parse('2026-11-23T20:17:31.789Z');
  const signingKey = newSigningKey();
  const assertion = createClientAssertion({
    signingKey,
    audience: 'https://intake.example.org',
    clock: { now: () => now },
    chance: createChance(),
  });

  it('is signed, for one address and one minute, and names the bot and nothing else', async () => {
    const { kid } = await publicSigningKey(signingKey);
    const token = await assertion();
    const key = await importJWK({ kty: 'OKP', crv: 'Ed25519', x: signingKey.x }, 'EdDSA');
    await jwtVerify(token, key, { currentDate: new Date(now) });
    assert.deepEqual(decodeProtectedHeader(token), { alg: 'EdDSA', kid, typ: 'smt-assertion+jwt' });
    const { jti, ...claims } = decodeJwt(token);
    const iat = Math.floor(now / 1000);
    assert.deepEqual(claims, { iss: kid, sub: kid, aud: 'https://intake.example.org', iat, exp: iat + 60 });
    assert.match(jti ?? '', /^[0-9a-f]{32}$/);
  });

  it('is another one each time', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, assertion));
    assert.equal(new Set(all.map((token) => decodeJwt(token).jti)).size, 20);
  });
});
