// Looks at the outside of a sealed report, which is all that a server without private keys can see: is it one, and whose?
import { decodeProtectedHeader } from 'jose';
import { z } from 'zod';

const envelope = z.looseObject({
  protected: z.string(),
  recipients: z.array(z.looseObject({ encrypted_key: z.string() })).min(1),
  iv: z.string(),
  ciphertext: z.string(),
  tag: z.string(),
});
const header = z.looseObject({ enc: z.string(), reportId: z.string() });

/** True for a general JWE (RFC 7516) whose protected header binds it to `reportId`. What is inside is for the desk to verify. */
export function isSealedReport(body: Uint8Array, reportId: string): boolean {
  try {
    const jwe = envelope.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)));
    return header.parse(decodeProtectedHeader(jwe)).reportId === reportId;
  } catch {
    return false; // what is wrong with it could quote it
  }
}
