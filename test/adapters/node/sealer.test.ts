import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { compactVerify, generalDecrypt, importJWK, type GeneralJWE, type JWK } from 'jose';
import { createSealer } from '../../../src/adapters/node/sealer.js';
import { publicSigningKey } from '../../../src/adapters/node/signing-key.js';
import type { Report } from '../../../src/core/reports/report.js';
import { Fault } from '../../../src/ports/fault.js';
import { newReportId, newSigningKey, sampleReport } from '../../desk/sample-report.js';

interface Pair {
  alg: string;
  priv: JWK;
  pub: JWK;
}

function pair(alg: string, made: { privateKey: { export(options: { format: 'jwk' }): unknown } }, kid: string): Pair {
  const priv = { ...(made.privateKey.export({ format: 'jwk' }) as JWK), kid };
  const { kty, crv, x, y, n, e } = priv;
  return { alg, priv, pub: JSON.parse(JSON.stringify({ kty, crv, x, y, n, e, kid })) as JWK };
}

const ec = pair('ECDH-ES+A256KW', generateKeyPairSync('ec', { namedCurve: 'P-256' }), 'ec');
const x25519 = pair('ECDH-ES+A256KW', generateKeyPairSync('x25519'), 'okp');
const rsa = pair('RSA-OAEP-256', generateKeyPairSync('rsa', { modulusLength: 2048 }), 'rsa');
const signingKey = newSigningKey();

const sealTo = async (report: Report, ...keys: JWK[]) => {
  const sealed = await createSealer({ signingKey, recipients: () => keys }).seal(report);
  return JSON.parse(Buffer.from(sealed).toString('utf8')) as GeneralJWE;
};

/** What a customs system does with standard means only. */
async function openWith({ priv, alg }: Pair, jwe: GeneralJWE) {
  const { plaintext, protectedHeader } = await generalDecrypt(jwe, async (_, recipient) => {
    if (recipient.header?.kid !== priv.kid) throw new Error('not mine');
    return importJWK(priv, alg);
  });
  const verified = await compactVerify(plaintext, await importJWK(await publicSigningKey(signingKey), 'EdDSA'));
  const payload = Buffer.from(verified.payload).toString('utf8');
  return { header: protectedHeader, jws: verified.protectedHeader, plaintext, payload };
}

const withText = (length: number) => sampleReport({ reportId: 'a'.repeat(32), answers: { what: 'x'.repeat(length) } });

describe('sealer', () => {
  it('seals to every key, and each holder opens it alone', async () => {
    const report = sampleReport();
    const jwe = await sealTo(report, ec.pub, x25519.pub, rsa.pub);
    assert.deepEqual(
      jwe.recipients.map(({ header }) => [header?.kid, header?.alg]),
      [
        ['ec', 'ECDH-ES+A256KW'],
        ['okp', 'ECDH-ES+A256KW'],
        ['rsa', 'RSA-OAEP-256'],
      ],
    );
    for (const holder of [ec, x25519, rsa]) {
      const { payload } = await openWith(holder, jwe);
      assert.deepEqual(JSON.parse(payload), report);
    }
  });

  it('seals to a single key of either kind', async () => {
    const report = sampleReport();
    for (const holder of [ec, x25519, rsa]) {
      const { payload } = await openWith(holder, await sealTo(report, holder.pub));
      assert.deepEqual(JSON.parse(payload), report);
    }
  });

  it('binds report id, form, purpose and content type outside, and names the signing key inside', async () => {
    const report = sampleReport();
    const { header, jws } = await openWith(ec, await sealTo(report, ec.pub, rsa.pub));
    assert.deepEqual(header, {
      enc: 'A256GCM',
      typ: 'smt-report+jwe',
      cty: 'jose',
      purpose: 'report',
      reportId: report.reportId,
      form: { id: 'report', version: 1 },
    });
    const { kid } = await publicSigningKey(signingKey);
    assert.deepEqual(jws, { alg: 'EdDSA', kid, typ: 'smt-report+jws', cty: 'json' });
  });

  it('a changed protected header does not decrypt', async () => {
    const jwe = await sealTo(sampleReport(), ec.pub, rsa.pub);
    const header = JSON.parse(Buffer.from(jwe.protected ?? '', 'base64url').toString('utf8')) as object;
    const changed = Buffer.from(JSON.stringify({ ...header, reportId: newReportId() })).toString('base64url');
    await assert.rejects(openWith(ec, { ...jwe, protected: changed }));
  });

  it('pads to multiples of 512 bytes, so that the ciphertext shows only the multiple', async () => {
    const empty = (await openWith(ec, await sealTo(withText(0), ec.pub))).payload.trimEnd().length;
    const toFirstBlock = 512 * Math.ceil(empty / 512) - empty;
    const seen = new Map<number, number>();
    for (const extra of [0, 1, 2, toFirstBlock - 1, toFirstBlock, toFirstBlock + 1, toFirstBlock + 512, 5000]) {
      const jwe = await sealTo(withText(extra), ec.pub, rsa.pub);
      const { payload } = await openWith(rsa, jwe);
      const padded = Buffer.byteLength(payload);
      assert.equal(padded % 512, 0, `${extra}`);
      assert.ok(padded - payload.trimEnd().length < 512, 'no more than a block is added');
      const length = Buffer.from(jwe.ciphertext, 'base64url').length;
      assert.equal(seen.get(padded) ?? length, length, 'one size per multiple');
      seen.set(padded, length);
    }
    assert.equal(seen.size, 3);
  });

  it('short texts of different lengths give the same size, letters beyond ASCII counted in bytes', async () => {
    const sizes = new Set<number>();
    for (const what of ['kort', 'något längre än så', '🚢🚢🚢', 'Przemyt papierosów']) {
      const report = sampleReport({ reportId: 'b'.repeat(32), answers: { what } });
      const jwe = await sealTo(report, ec.pub, rsa.pub);
      sizes.add(JSON.stringify(jwe).length - JSON.stringify(jwe.recipients).length);
      assert.deepEqual(JSON.parse((await openWith(ec, jwe)).payload), report);
    }
    assert.equal(sizes.size, 1);
  });

  it('nothing readable is left in what it hands out', async () => {
    const report = sampleReport({ answers: { what: 'canary-7391' }, language: 'canary-language' });
    const text = JSON.stringify(await sealTo(report, ec.pub, rsa.pub));
    assert.equal(text.includes('canary'), false);
    assert.equal(text.includes(Buffer.from('canary').toString('base64url').slice(0, 7)), false);
  });

  it('passes over keys for signatures and of other kinds, and never seals without one that fits', async () => {
    const ed = (await publicSigningKey(newSigningKey())) as JWK;
    const unfit: JWK[] = [
      { ...rsa.pub, use: 'sig' },
      { ...rsa.pub, alg: 'RS256' },
      { ...ec.pub, use: 'sig' },
      { ...ec.pub, crv: 'secp256k1' },
      ed,
      { kty: 'oct', k: 'AAAA' },
    ];
    const jwe = await sealTo(sampleReport(), ...unfit, { ...ec.pub, use: 'enc' });
    assert.deepEqual(
      jwe.recipients.map(({ header }) => header?.kid),
      ['ec'],
    );
    for (const keys of [[], unfit]) {
      await assert.rejects(sealTo(sampleReport(), ...keys), { code: 'seal.noKey' });
    }
  });

  it('fails as a whole when a key cannot be used, and says nothing of the report', async () => {
    const damaged = { ...ec.pub, x: 'AAAA' };
    await assert.rejects(
      sealTo(sampleReport({ answers: { what: 'canary' } }), rsa.pub, damaged),
      (error) => error instanceof Fault && error.code === 'seal.broken' && !error.message.includes('canary'),
    );
  });

  it('asks for the keys anew each time, and names a key without kid by its thumbprint', async () => {
    const { kid, ...nameless } = x25519.pub;
    assert.equal(kid, 'okp');
    let keys: JWK[] = [ec.pub];
    const sealer = createSealer({ signingKey, recipients: () => keys });
    await sealer.seal(sampleReport());
    keys = [nameless];
    const jwe = JSON.parse(Buffer.from(await sealer.seal(sampleReport())).toString('utf8')) as GeneralJWE;
    assert.match(String(jwe.recipients[0]?.header?.kid), /^[A-Za-z0-9_-]{43}$/);
  });
});
