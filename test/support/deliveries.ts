// Deliveries as a courier hands them over: well formed on the outside, random inside.
import { randomBytes } from 'node:crypto';
import type { Delivery } from '../../src/ports/intake.js';
import { newReportId } from '../desk/sample-report.js';

export async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** A general JWE that nobody can open; different each time, as sealing is. */
export function sealedFor(reportId: string): Buffer {
  const header = Buffer.from(JSON.stringify({ enc: 'A256GCM', reportId })).toString('base64url');
  const random = () => randomBytes(24).toString('base64url');
  const parts = { protected: header, recipients: [{ encrypted_key: random() }], iv: random(), tag: random() };
  return Buffer.from(JSON.stringify({ ...parts, ciphertext: random() }));
}

export function deliveryOf(files: (string | Uint8Array)[] = [], changes: Partial<Delivery> = {}): Delivery {
  const reportId = changes.reportId ?? newReportId();
  return {
    reportId,
    formVersion: '1',
    isUrgent: false,
    sealed: sealedFor(reportId),
    files: files.map((content, index) => ({ number: index + 1, open: async () => once(Buffer.from(content)) })),
    ...changes,
  };
}
