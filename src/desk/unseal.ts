// Opens a sealed report: decrypts it, verifies the bot's signature, and compares what is bound outside with what is written inside.
// Whatever fails any of these is not shown in part either.
import { compactVerify, generalDecrypt, importJWK, type GeneralJWE, type JWK } from 'jose';
import { z } from 'zod';
import type { Report } from '../core/reports/report.js';
import { Fault } from '../ports/fault.js';
import type { Desk } from './load-desk.js';
import { reportSchema } from './report-schema.js';

export interface Unsealed {
  report: Report;
  /** Thumbprint of the bot's signing key. */
  signedBy: string;
}

const headerSchema = z.object({
  typ: z.literal('smt-report+jwe'),
  cty: z.literal('jose'),
  purpose: z.literal('report'),
  reportId: z.string(),
  form: z.object({ id: z.string(), version: z.number() }),
});

/** `why` is a sentence of ours; nothing of the report is ever in it. */
const failed = (why: string, cause?: unknown) =>
  new Fault('seal.broken', `Verification failed: ${why} Do not rely on this file.`, cause);

function parse<T>(schema: z.ZodType<T>, value: () => unknown, why: string): T {
  try {
    return schema.parse(value());
  } catch {
    throw failed(why); // the cause could quote the report
  }
}

async function decrypt(desk: Desk, jwe: GeneralJWE) {
  const algorithms = { contentEncryptionAlgorithms: ['A256GCM'] };
  const keyManagementAlgorithms = ['ECDH-ES+A256KW', 'RSA-OAEP-256'];
  try {
    return await generalDecrypt(
      jwe,
      async (_, recipient) => {
        const { kid, alg } = recipient.header ?? {};
        const key = desk.privateKeys.get(kid ?? '');
        if (key === undefined || alg === undefined) throw new Error('not for this desk');
        return importJWK({ ...key, key_ops: undefined }, alg);
      },
      { ...algorithms, keyManagementAlgorithms },
    );
  } catch (cause) {
    throw failed('it was changed, or is encrypted to keys that this desk does not hold.', cause);
  }
}

async function verify(trusted: Map<string, JWK>, jws: Uint8Array) {
  if (trusted.size === 0) {
    throw failed('no bot is trusted yet. Get the public signing key of the bot and run: npm run desk -- trust FILE.');
  }
  try {
    const { payload, protectedHeader } = await compactVerify(
      jws,
      async ({ kid }) => {
        const key = trusted.get(kid ?? '');
        if (key === undefined) throw new Error('unknown signer');
        return importJWK({ kty: key.kty, crv: key.crv, x: key.x }, 'EdDSA');
      },
      { algorithms: ['EdDSA'] },
    );
    if (protectedHeader.typ !== 'smt-report+jws') throw new Error('signed for something else');
    return { payload, signedBy: protectedHeader.kid ?? '' };
  } catch (cause) {
    throw failed('it is not signed, or not by a bot that this desk trusts.', cause);
  }
}

/** `reportId`: the id under which it lay in the inbox. Throws Fault seal.broken for whatever is not whole, genuine and in its own place. */
export async function unseal(desk: Desk, reportId: string, sealed: Uint8Array): Promise<Unsealed> {
  const text = new TextDecoder().decode(sealed);
  const jwe = parse(z.looseObject({ ciphertext: z.string() }), () => JSON.parse(text), 'it is no sealed report.');
  const { plaintext, protectedHeader } = await decrypt(desk, jwe as unknown as GeneralJWE);
  // Only the protected header counts; the others can be changed by anybody.
  const header = parse(headerSchema, () => protectedHeader, 'its header is not that of a report.');
  const { payload, signedBy } = await verify(desk.trustedBots, plaintext);
  const report = parse(
    reportSchema,
    () => JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload)),
    'the bot signed it, but it is not a report as this desk knows it; a newer desk may be needed.',
  );
  const isItsOwn =
    report.reportId === reportId &&
    header.reportId === reportId &&
    header.form.id === report.form.id &&
    header.form.version === report.form.version;
  if (!isItsOwn) throw failed('the ids outside and inside differ; it was put in the place of another report.');
  return { report, signedBy };
}
