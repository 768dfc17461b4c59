// A report as the bot would send it, and a desk in a temporary folder that trusts the bot of these tests.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { JWK } from 'jose';
import { createSealer } from '../../src/adapters/node/sealer.js';
import { parseSigningKey, publicSigningKey, type SigningKey } from '../../src/adapters/node/signing-key.js';
import type { Report } from '../../src/core/reports/report.js';
import { initDesk } from '../../src/desk/init-desk.js';

export const newReportId = (): string => randomBytes(16).toString('hex');

export function sampleReport(changes: Partial<Report> = {}): Report {
  return {
    version: 1,
    purpose: 'report',
    reportId: newReportId(),
    form: { id: 'report', version: 1, hash: 'ab'.repeat(32) },
    language: 'en',
    confirmed: '2026-11-23T20',
    answers: { what: 'A container without a seal at gate 4', vehicles: ['ABC 123', 'XYZ 789'] },
    skipped: ['route'],
    files: [],
    triage: { level: 'normal', reasons: [] },
    mailbox: { lookup: '00'.repeat(16), publicKey: 'A'.repeat(43) },
    isDemonstration: true,
    ...changes,
  };
}

export function newSigningKey(): SigningKey {
  return parseSigningKey(JSON.stringify(generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' })));
}

export const readKeys = (file: string): JWK[] => (JSON.parse(readFileSync(file, 'utf8')) as { keys: JWK[] }).keys;

export function temporaryFolder(): { dir: string; remove: () => void } {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'smt-test-'));
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

let template: Promise<string> | null = null;

/** Making RSA keys takes a second; the desks of the tests share theirs. */
function desksTemplate(): Promise<string> {
  template ??= (async () => {
    const { dir, remove } = temporaryFolder();
    process.on('exit', remove);
    await initDesk(dir);
    return dir;
  })();
  return template;
}

/** A desk, the bot it trusts, and a way to put a sealed report into its inbox. */
export async function deskWithBot() {
  const { dir, remove } = temporaryFolder();
  cpSync(await desksTemplate(), dir, { recursive: true });
  const desk = await initDesk(dir);
  const signingKey = newSigningKey();
  await desk.trust(await publicSigningKey(signingKey));
  const keys = readKeys(desk.jwksPath);
  const sealerOf = (key: SigningKey) => createSealer({ signingKey: key, recipients: () => keys });
  return {
    dir,
    remove,
    ...desk,
    keys,
    signingKey,
    sealer: sealerOf(signingKey),
    sealerOf,
    file: (reportId: string) => path.join(desk.inboxDir, `${reportId}.jwe.json`),
    async put(report: Report, by: SigningKey = signingKey): Promise<string> {
      const sealed = await sealerOf(by).seal(report);
      writeFileSync(path.join(desk.inboxDir, `${report.reportId}.jwe.json`), sealed);
      return report.reportId;
    },
  };
}
