import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { parseSigningKey, publicSigningKey } from '../../../src/adapters/node/signing-key.js';
import { Fault } from '../../../src/ports/fault.js';
import { newSigningKey } from '../../desk/sample-report.js';

describe('signing key', () => {
  it('takes a private Ed25519 JWK and gives out its public part only', async () => {
    const key = newSigningKey();
    const shown = await publicSigningKey(parseSigningKey(JSON.stringify(key)));
    assert.equal('d' in shown, false);
    assert.deepEqual(
      { ...shown, kid: '' },
      { kty: 'OKP', crv: 'Ed25519', x: key.x, kid: '', use: 'sig', alg: 'EdDSA' },
    );
    assert.match(shown.kid, /^[A-Za-z0-9_-]{43}$/);
  });

  const key = newSigningKey();
  for (const [name, text] of Object.entries({
    'what is no JSON': 'no json',
    'a public key': JSON.stringify({ ...key, d: undefined }),
    'a key of another kind': JSON.stringify(generateKeyPairSync('x25519').privateKey.export({ format: 'jwk' })),
    'a public part that belongs to another key': JSON.stringify({ ...key, x: newSigningKey().x }),
    'a broken private part': JSON.stringify({ ...key, d: 'AAAA' }),
  })) {
    it(`refuses ${name} without showing it`, () => {
      assert.throws(
        () => parseSigningKey(text),
        (error) =>
          error instanceof Fault &&
          error.code === 'config.wrong' &&
          error.cause === undefined &&
          !error.message.includes(key.d),
      );
    });
  }
});
