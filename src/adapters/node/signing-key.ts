// The key with which the bot signs what it sends to customs. It refuses anything but a whole Ed25519 key pair.
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { calculateJwkThumbprint, type JWK } from 'jose';
import { z } from 'zod';
import { Fault } from '../../ports/fault.js';

/** A private JWK, Ed25519. */
export interface SigningKey {
  kty: 'OKP';
  crv: 'Ed25519';
  x: string;
  d: string;
}

const bytes32 = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
const schema = z.object({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: bytes32, d: bytes32 });

const wrong = () =>
  new Fault(
    'config.wrong',
    'BOT_SIGNING_KEY must be a private JWK with kty OKP, crv Ed25519, and an x that belongs to its d. Without a key of your own, leave it out in a demonstration and it is made.',
  );

/** `text`: the JWK as JSON. Throws Fault config.wrong, which holds nothing of the key. */
export function parseSigningKey(text: string): SigningKey {
  try {
    const key = schema.parse(JSON.parse(text));
    // A public part that does not belong to the private one would make every report look forged at customs.
    const derived = createPublicKey(createPrivateKey({ key: { ...key }, format: 'jwk' })).export({ format: 'jwk' });
    if (derived.x === key.x) return key;
  } catch {
    // The cause is left out: JSON.parse and zod may quote what they read.
  }
  throw wrong();
}

/** What customs must trust: the public JWK, named by its RFC 7638 thumbprint. */
export async function publicSigningKey({ kty, crv, x }: SigningKey): Promise<JWK & { kid: string }> {
  const kid = await calculateJwkThumbprint({ kty, crv, x });
  return { kty, crv, x, kid, use: 'sig', alg: 'EdDSA' };
}
