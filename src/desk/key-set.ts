// Reads JSON Web Key Sets of the desk and names each key by its thumbprint. It believes no `kid` that a file claims.
import { calculateJwkThumbprint, type JWK } from 'jose';
import { z } from 'zod';
import { Fault } from '../ports/fault.js';

const setSchema = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) });

/** `json` as the file `name` holds it. Throws Fault config.wrong, which quotes nothing of it. */
export function parseKeySet(json: string, name: string): JWK[] {
  try {
    return setSchema.parse(JSON.parse(json)).keys;
  } catch {
    throw new Fault(
      'config.wrong',
      `${name} is no JSON Web Key Set. Restore it from your backup; do not edit it by hand.`,
    );
  }
}

/** RFC 7638 thumbprint (SHA-256, base64url). Throws Fault config.wrong for what is no key. */
export async function thumbprintOf(key: JWK): Promise<string> {
  try {
    return await calculateJwkThumbprint(key);
  } catch {
    throw new Fault('config.wrong', 'A key is incomplete. Ask for it again.');
  }
}
