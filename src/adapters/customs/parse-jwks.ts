// Reads a set of the authority's public keys. It refuses a set that holds a private key, and passes over keys of other kinds, as
// RFC 7517 section 5 asks.
import { calculateJwkThumbprint, importJWK, type JWK } from 'jose';
import { z } from 'zod';
import { Fault } from '../../ports/fault.js';

const text = z.string();
const keySchema = z.object({
  kty: text,
  crv: text.optional(),
  x: text.optional(),
  y: text.optional(),
  n: text.optional(),
  e: text.optional(),
  kid: text.max(200).optional(),
  use: text.optional(),
  alg: text.optional(),
});
const setSchema = z.object({ keys: z.array(z.record(z.string(), z.unknown())) });
const secretMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

/** 2048 bits as base64url; a shorter modulus is no protection. */
const shortestModulus = 342;

/** The algorithm to which a key must be made; null for one that cannot encrypt reports. */
function algorithmOf({ kty, crv, n, use, alg }: z.infer<typeof keySchema>): string | null {
  if (use !== undefined && use !== 'enc') return null;
  const isAgreement = (kty === 'EC' && /^P-(256|384|521)$/.test(crv ?? '')) || (kty === 'OKP' && crv === 'X25519');
  const isRsa = kty === 'RSA' && (n?.length ?? 0) >= shortestModulus;
  const fitting = isAgreement ? 'ECDH-ES+A256KW' : isRsa ? 'RSA-OAEP-256' : null;
  return alg === undefined || alg === fitting ? fitting : null;
}

async function usable(candidate: unknown): Promise<{ key: JWK; thumbprint: string }[]> {
  const parsed = keySchema.safeParse(candidate);
  if (!parsed.success) return [];
  const alg = algorithmOf(parsed.data);
  if (alg === null) return [];
  try {
    const key = { ...parsed.data } as JWK;
    await importJWK(key, alg);
    return [{ key, thumbprint: await calculateJwkThumbprint(key) }];
  } catch {
    return []; // a point that is not on its curve, a member that is missing
  }
}

/**
 * The keys of a JWKS to which reports can be encrypted, each once, with RFC 7638 thumbprints (SHA-256, base64url); public
 * members only. Empty when there is none. Throws Fault config.wrong for what is no JWKS and for a private key.
 */
export async function parseJwks(json: string): Promise<{ key: JWK; thumbprint: string }[]> {
  let keys: Record<string, unknown>[];
  try {
    ({ keys } = setSchema.parse(JSON.parse(json)));
  } catch {
    // Without the cause, which may quote a key.
    throw new Fault('config.wrong', 'CUSTOMS_JWKS is no JSON Web Key Set: it must be {"keys":[…]} (RFC 7517).');
  }
  if (keys.some((key) => key.kty === 'oct' || secretMembers.some((member) => member in key))) {
    throw new Fault(
      'config.wrong',
      'CUSTOMS_JWKS holds a private key. Whoever made it must replace that key at once; the set may hold public keys only.',
    );
  }
  const found = (await Promise.all(keys.map(usable))).flat();
  return [...new Map(found.map((entry) => [entry.thumbprint, entry])).values()];
}
