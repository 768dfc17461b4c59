// Signs a report with the bot's key and encrypts it to the authority's keys, so that the bot itself cannot read it afterwards.
// There is no way through without encryption: no key is a fault.
import { CompactSign, GeneralEncrypt, calculateJwkThumbprint, importJWK, type CryptoKey, type JWK } from 'jose';
import type { Report } from '../../core/reports/report.js';
import { Fault } from '../../ports/fault.js';
import type { Sealer } from '../../ports/sealer.js';
import { publicSigningKey, type SigningKey } from './signing-key.js';

interface SealerOptions {
  signingKey: SigningKey;
  /** The authority's public keys as they are now; asked anew for every report. */
  recipients: () => readonly JWK[];
}

/** Bytes. The plaintext JSON fills a multiple of it, and everything around it has a fixed length. */
const block = 512;

/** Spaces after the JSON, which JSON.parse passes over: nothing to take off, nothing to get wrong. */
function pad(report: Report): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify(report));
  const padded = new Uint8Array(Math.ceil(json.length / block) * block).fill(0x20);
  padded.set(json);
  return padded;
}

/** The algorithm for a key of the authority; null for one that is not meant for encryption to us. */
function algorithmFor({ kty, crv, use, alg }: JWK): string | null {
  const isAgreement = (kty === 'EC' && /^P-(256|384|521)$/.test(crv ?? '')) || (kty === 'OKP' && crv === 'X25519');
  const fitting = isAgreement ? 'ECDH-ES+A256KW' : kty === 'RSA' ? 'RSA-OAEP-256' : null;
  return (use ?? 'enc') === 'enc' && (alg ?? fitting) === fitting ? fitting : null;
}

interface Recipient {
  kid: string;
  alg: string;
  key: CryptoKey | Uint8Array;
}

/** Imported once; keyed by the JWK object, which lives as long as the set that it came with. */
const imported = new WeakMap<JWK, Promise<Recipient>>();

function importRecipient(jwk: JWK, alg: string): Promise<Recipient> {
  const known = imported.get(jwk);
  if (known !== undefined) return known;
  const made = (async () => {
    const kid = jwk.kid ?? (await calculateJwkThumbprint(jwk));
    return { kid, alg, key: await importJWK({ ...jwk, key_ops: undefined }, alg) };
  })();
  imported.set(jwk, made);
  return made;
}

/**
 * Result: General JWE as JSON (A256GCM; ECDH-ES+A256KW and RSA-OAEP-256) around a compact JWS (EdDSA) around the padded report.
 * The protected header binds report id, form and purpose. Throws Fault seal.noKey without a key of the authority that can be
 * used, seal.broken when one of them cannot be imported: sealing to the others only would leave its holder out unnoticed.
 */
export function createSealer({ signingKey, recipients }: SealerOptions): Sealer {
  const signer = (async () => ({
    kid: (await publicSigningKey(signingKey)).kid,
    key: await importJWK({ ...signingKey }, 'EdDSA'),
  }))();
  // Looked at by the first seal; until then a rejection has nobody who waits for it.
  signer.catch(() => undefined);

  async function sign(report: Report): Promise<Uint8Array> {
    const { kid, key } = await signer;
    const jws = new CompactSign(pad(report));
    jws.setProtectedHeader({ alg: 'EdDSA', kid, typ: 'smt-report+jws', cty: 'json' });
    return new TextEncoder().encode(await jws.sign(key));
  }

  async function encrypt(report: Report, plain: Uint8Array, all: Recipient[]): Promise<Uint8Array> {
    const jwe = new GeneralEncrypt(plain).setProtectedHeader({
      enc: 'A256GCM',
      typ: 'smt-report+jwe',
      cty: 'jose',
      purpose: report.purpose,
      reportId: report.reportId,
      form: { id: report.form.id, version: report.form.version },
    });
    for (const { key, alg, kid } of all) jwe.addRecipient(key).setUnprotectedHeader({ alg, kid });
    return new TextEncoder().encode(JSON.stringify(await jwe.encrypt()));
  }

  return {
    seal: async (report) => {
      const usable = recipients().flatMap((jwk) => {
        const alg = algorithmFor(jwk);
        return alg === null ? [] : [{ jwk, alg }];
      });
      if (usable.length === 0) {
        throw new Fault(
          'seal.noKey',
          'The authority has no key that reports can be encrypted to. CUSTOMS_JWKS needs an EC, X25519 or RSA public key with use enc.',
        );
      }
      try {
        const all = await Promise.all(usable.map(({ jwk, alg }) => importRecipient(jwk, alg)));
        return await encrypt(report, await sign(report), all);
      } catch (cause) {
        throw new Fault(
          'seal.broken',
          'The report could not be sealed. Check BOT_SIGNING_KEY and every key in CUSTOMS_JWKS.',
          cause,
        );
      }
    },
  };
}
