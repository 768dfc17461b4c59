// Says to customs' intake which bot is calling: a short-lived signed word for one request (RFC 7523). It carries no report id and
// nothing about a person.
import { SignJWT, importJWK } from 'jose';
import type { Chance, Clock } from '../../ports/world.js';
import { publicSigningKey, type SigningKey } from './signing-key.js';

interface AssertionOptions {
  signingKey: SigningKey;
  /** The address of the intake, without a slash at its end; an assertion for another one is worth nothing there. */
  audience: string;
  clock: Clock;
  chance: Chance;
}

/** Seconds; what the intake allows at most. */
const life = 60;

/** Each call gives a new JWT (EdDSA; iss and sub: the key's RFC 7638 thumbprint) that may be used once, within a minute. */
export function createClientAssertion({
  signingKey,
  audience,
  clock,
  chance,
}: AssertionOptions): () => Promise<string> {
  const signer = (async () => ({
    kid: (await publicSigningKey(signingKey)).kid,
    key: await importJWK({ ...signingKey }, 'EdDSA'),
  }))();
  // Looked at by the first call; until then a rejection has nobody who waits for it.
  signer.catch(() => undefined);
  return async () => {
    const { kid, key } = await signer;
    const now = Math.floor(clock.now() / 1000);
    return new SignJWT()
      .setProtectedHeader({ alg: 'EdDSA', kid, typ: 'smt-assertion+jwt' })
      .setIssuer(kid)
      .setSubject(kid)
      .setAudience(audience)
      .setIssuedAt(now)
      .setExpirationTime(now + life)
      .setJti(Buffer.from(chance.bytes(16)).toString('hex'))
      .sign(key);
  };
}
