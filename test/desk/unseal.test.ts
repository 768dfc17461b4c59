import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import fs from 'node:fs';
import { CompactSign, GeneralEncrypt, generalDecrypt, importJWK, type GeneralJWE, type JWK } from 'jose';
import { createSealer } from '../../src/adapters/node/sealer.js';
import { publicSigningKey, type SigningKey } from '../../src/adapters/node/signing-key.js';
import type { Report } from '../../src/core/reports/report.js';
import { findReport } from '../../src/desk/find-report.js';
import { listInbox } from '../../src/desk/list-inbox.js';
import { loadDesk, type Desk } from '../../src/desk/load-desk.js';
import { openReport } from '../../src/desk/open-report.js';
import { unseal } from '../../src/desk/unseal.js';
import { Fault } from '../../src/ports/fault.js';
import { deskWithBot, newReportId, newSigningKey, sampleReport } from './sample-report.js';

interface Forgery {
  report?: unknown;
  header?: Record<string, unknown>;
  signature?: { by: SigningKey; kid?: string; typ?: string } | 'none';
}

describe('unsealing', () => {
  let bot: Awaited<ReturnType<typeof deskWithBot>>;
  let desk: Desk;
  before(async () => {
    bot = await deskWithBot();
    desk = await loadDesk(bot.dir);
  });
  after(() => bot.remove());

  const fails = (id: string, sealed: Uint8Array, desk_: Desk = desk) =>
    assert.rejects(
      unseal(desk_, id, sealed),
      (error) =>
        error instanceof Fault && error.code === 'seal.broken' && !/container|gate 4|ABC 123/.test(error.message),
    );

  /** What somebody could send who has the public keys, and perhaps a key to sign with. */
  async function forge(original: Report, { report = original, header = {}, signature }: Forgery): Promise<Uint8Array> {
    let plain = new TextEncoder().encode(JSON.stringify(report));
    if (signature !== 'none') {
      const { by = bot.signingKey, kid, typ = 'smt-report+jws' } = signature ?? {};
      const jws = new CompactSign(plain).setProtectedHeader({
        alg: 'EdDSA',
        kid: kid ?? (await publicSigningKey(by)).kid,
        typ,
      });
      plain = new TextEncoder().encode(await jws.sign(await importJWK({ ...by }, 'EdDSA')));
    }
    const { reportId, form } = original;
    const bound = { typ: 'smt-report+jwe', cty: 'jose', purpose: 'report', reportId, form };
    const jwe = new GeneralEncrypt(plain).setProtectedHeader({ enc: 'A256GCM', ...bound, ...header });
    const [key] = bot.keys as [JWK];
    jwe.addRecipient(await importJWK(key)).setUnprotectedHeader({ alg: String(key.alg), kid: key.kid });
    return new TextEncoder().encode(JSON.stringify(await jwe.encrypt()));
  }

  it('opens what the bot sealed, with either of its keys', async () => {
    const report = sampleReport();
    const sealed = await bot.sealer.seal(report);
    for (const kept of bot.keys) {
      const one = { ...desk, privateKeys: new Map([...desk.privateKeys].filter(([kid]) => kid === kept.kid)) };
      assert.equal(one.privateKeys.size, 1);
      const opened = await unseal(one, report.reportId, sealed);
      assert.deepEqual(opened.report, report);
      assert.equal(opened.signedBy, (await publicSigningKey(bot.signingKey)).kid);
    }
  });

  it('opens what was sealed to an X25519 key', async () => {
    const { privateKey } = generateKeyPairSync('x25519');
    const { d, ...shown } = privateKey.export({ format: 'jwk' }) as JWK;
    const recipients = [...bot.keys, { ...shown, kid: 'okp', use: 'enc' }];
    const report = sampleReport();
    const sealed = await createSealer({ signingKey: bot.signingKey, recipients: () => recipients }).seal(report);
    const holder = { ...desk, privateKeys: new Map([['okp', { ...shown, d }]]) };
    assert.deepEqual((await unseal(holder, report.reportId, sealed)).report, report);
  });

  it('the forgery of these tests passes when nothing is forged', async () => {
    const report = sampleReport();
    assert.deepEqual((await unseal(desk, report.reportId, await forge(report, {}))).report, report);
  });

  it('keeps members that it does not know', async () => {
    const report = { ...sampleReport(), later: { field: 'kept' } };
    const opened = await unseal(desk, report.reportId, await forge(report, {}));
    assert.deepEqual(opened.report, report);
  });

  it('fails for a flipped byte in any part', async () => {
    const report = sampleReport();
    const jwe = JSON.parse(Buffer.from(await bot.sealer.seal(report)).toString()) as GeneralJWE;
    const flip = (text = '', at = 0) => {
      const bytes = Buffer.from(text, 'base64url');
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      return bytes.toString('base64url');
    };
    for (const changed of [
      { ...jwe, ciphertext: flip(jwe.ciphertext) },
      { ...jwe, ciphertext: flip(jwe.ciphertext, 700) },
      { ...jwe, tag: flip(jwe.tag) },
      { ...jwe, iv: flip(jwe.iv) },
      { ...jwe, protected: flip(jwe.protected, 20) },
      { ...jwe, recipients: jwe.recipients.map((r) => ({ ...r, encrypted_key: flip(r.encrypted_key) })) },
      { ...jwe, recipients: [] },
      { ...jwe, aad: 'AAAA' },
    ]) {
      await fails(report.reportId, Buffer.from(JSON.stringify(changed)));
    }
  });

  it('fails for what is no sealed report at all', async () => {
    for (const text of ['', 'x', '[]', '{}', 'null', '{"ciphertext":1}', '{"ciphertext":"AAAA"}']) {
      await fails(newReportId(), Buffer.from(text));
    }
  });

  it('fails for a report that is not signed, or signed by another, also under the name of the trusted one', async () => {
    const report = sampleReport();
    const by = newSigningKey();
    const { kid } = await publicSigningKey(bot.signingKey);
    for (const signature of ['none', { by }, { by, kid }, { by, kid: '' }] as const) {
      await fails(report.reportId, await forge(report, { signature }));
    }
  });

  it('fails for an algorithm that needs no key of the bot', async () => {
    const report = sampleReport();
    const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const { kid } = await publicSigningKey(bot.signingKey);
    for (const alg of ['none', 'HS256']) {
      const jws = `${encode({ alg, kid, typ: 'smt-report+jws' })}.${encode(report)}.`;
      const [key] = bot.keys as [JWK];
      const { reportId, form } = report;
      const header = { enc: 'A256GCM', typ: 'smt-report+jwe', cty: 'jose', purpose: 'report', reportId, form };
      const jwe = new GeneralEncrypt(Buffer.from(jws)).setProtectedHeader(header);
      jwe.addRecipient(await importJWK(key)).setUnprotectedHeader({ alg: String(key.alg), kid: key.kid });
      await fails(report.reportId, Buffer.from(JSON.stringify(await jwe.encrypt())));
    }
  });

  it('fails for something that the bot signed for another purpose', async () => {
    const report = sampleReport();
    const signature = { by: bot.signingKey, typ: 'smt-message+jws' };
    await fails(report.reportId, await forge(report, { signature }));
    await fails(report.reportId, await forge(report, { report: { ...report, purpose: 'message' } }));
  });

  it('fails when what is bound outside is not what is written inside', async () => {
    const report = sampleReport();
    const other = newReportId();
    await fails(report.reportId, await forge(report, { header: { reportId: other } }));
    await fails(other, await forge(report, { header: { reportId: other } }));
    await fails(other, await forge(report, {}));
    await fails(report.reportId, await forge(report, { header: { form: { id: 'report', version: 2 } } }));
    await fails(report.reportId, await forge(report, { header: { form: { id: 'other', version: 1 } } }));
    await fails(report.reportId, await forge(report, { header: { purpose: 'message' } }));
    await fails(report.reportId, await forge(report, { header: { purpose: undefined } }));
    await fails(report.reportId, await forge(report, { header: { cty: 'json' } }));
  });

  it('fails for a signed report of a shape that it could not show whole', async () => {
    const report = sampleReport();
    for (const bad of [
      { ...report, version: 2 },
      { ...report, answers: { what: { text: 'hidden' } } },
      { ...report, triage: { level: 'unheard of', reasons: [] } },
      { ...report, files: [{ number: 1 }] },
      { ...report, isDemonstration: undefined },
      'text',
    ]) {
      await fails(report.reportId, await forge(report, { report: bad }));
    }
  });

  it('fails for a desk without the keys, and without a trusted bot says what to do', async () => {
    const report = sampleReport();
    const sealed = await bot.sealer.seal(report);
    await fails(report.reportId, sealed, { ...desk, privateKeys: new Map() });
    await fails(report.reportId, sealed, { ...desk, trustedBots: new Map() });
    await assert.rejects(unseal({ ...desk, trustedBots: new Map() }, report.reportId, sealed), /desk -- trust FILE/);
  });

  it('what a holder of one report takes out and seals again under another id stays where it belongs', async () => {
    const report = sampleReport();
    const sealed = JSON.parse(Buffer.from(await bot.sealer.seal(report)).toString()) as GeneralJWE;
    const { plaintext } = await generalDecrypt(sealed, async (_, { header }) => {
      const key = desk.privateKeys.get(header?.kid ?? '') as JWK;
      return importJWK(key, header?.alg);
    });
    const reportId = newReportId();
    const [key] = bot.keys as [JWK];
    const header = {
      enc: 'A256GCM',
      typ: 'smt-report+jwe',
      cty: 'jose',
      purpose: 'report',
      reportId,
      form: report.form,
    };
    const jwe = new GeneralEncrypt(plaintext).setProtectedHeader(header);
    jwe.addRecipient(await importJWK(key)).setUnprotectedHeader({ alg: String(key.alg), kid: key.kid });
    await fails(reportId, Buffer.from(JSON.stringify(await jwe.encrypt())));
  });
});

describe('the inbox', () => {
  let bot: Awaited<ReturnType<typeof deskWithBot>>;
  beforeEach(async () => {
    bot = await deskWithBot();
  });
  afterEach(() => bot.remove());

  it('lists the urgent first, then the unverified, and claims nothing about what it cannot verify', async () => {
    const normal = await bot.put(sampleReport());
    const medium = await bot.put(sampleReport({ triage: { level: 'medium', reasons: [] } }));
    const high = await bot.put(sampleReport({ triage: { level: 'high', reasons: ['ongoing'] } }));
    const forged = await bot.put(sampleReport({ triage: { level: 'danger', reasons: [] } }), newSigningKey());
    const large = await bot.put(sampleReport({ answers: { what: 'x'.repeat(40_000) } }));
    const broken = newReportId();
    fs.writeFileSync(bot.file(broken), 'no JSON');
    fs.writeFileSync(bot.file(high).replace('.jwe.json', '.1.age'), 'x');
    fs.writeFileSync(bot.file(high).replace('.jwe.json', '.2.age'), 'x');
    fs.writeFileSync(bot.file(`.${newReportId()}`), 'a leftover');
    fs.mkdirSync(bot.file(newReportId()).replace('.jwe.json', ''));
    const unreadable = newReportId();
    fs.mkdirSync(bot.file(unreadable));
    const entries = await listInbox(await loadDesk(bot.dir));
    assert.deepEqual(
      entries.map(({ urgent }) => urgent),
      [true, null, null, null, false, false, false],
    );
    const by = new Map(entries.map((entry) => [entry.reportId, entry]));
    const received = fs.statSync(bot.file(high)).mtime.toISOString().slice(0, 13);
    assert.deepEqual(by.get(high), {
      reportId: high,
      received,
      verified: true,
      urgent: true,
      formVersion: 1,
      size: 'small',
      files: 2,
    });
    assert.equal(by.get(forged)?.verified, false);
    assert.equal(by.get(forged)?.urgent, null);
    assert.equal(by.get(broken)?.formVersion, null);
    assert.equal(by.get(unreadable)?.received, null);
    assert.equal(by.get(large)?.size, 'large');
    assert.equal(by.get(normal)?.urgent, false);
    assert.equal(by.get(medium)?.urgent, false);
  });

  it('finds a report by the beginning of its id, and does not guess', async () => {
    const desk = await loadDesk(bot.dir);
    const [one, two] = [`abcdef0${'1'.repeat(25)}`, `abcdef0${'2'.repeat(25)}`];
    for (const reportId of [one, two]) await bot.put(sampleReport({ reportId }));
    assert.equal(await findReport(desk.folder, one), one);
    assert.equal(await findReport(desk.folder, 'ABCDEF01'), one);
    await assert.rejects(findReport(desk.folder, 'abcdef'), { code: 'config.wrong', message: /2 reports/ });
    await assert.rejects(findReport(desk.folder, 'abcde'), { code: 'config.wrong' });
    await assert.rejects(findReport(desk.folder, '../../../../etc/passwd'), { code: 'config.wrong' });
    await assert.rejects(findReport(desk.folder, '123456'), { code: 'desk.notFound' });
    assert.equal((await openReport(desk, two.slice(0, 10))).reportId, two);
  });
});
