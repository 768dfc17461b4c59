// A word that stands in every answer, and the search for it in raw bytes: where it is found, something was written down that
// nobody may read.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { untilAsked, untilReview, type Visitor } from './visitor.js';

export const canary = 'Kanariefagel7431';
/** As it would look in UTF-16, base64, hex or reversed by a codec; the plain form is what matters most. */
const shapes = [
  Buffer.from(canary),
  Buffer.from(canary, 'utf16le'),
  Buffer.from(canary.toLowerCase()),
  Buffer.from(Buffer.from(canary).toString('hex')),
  Buffer.from(Buffer.from(canary).toString('base64').slice(0, 16)),
];

/** Whether `bytes` hold the canary, in whatever shape, or one of `secrets`. */
export function isBetraying(bytes: Buffer, secrets: string[]): boolean {
  const needles = [...shapes, ...secrets.map((secret) => Buffer.from(secret))];
  return needles.some((needle) => bytes.includes(needle));
}

export function* filesBelow(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) yield path.join(entry.parentPath, entry.name);
  }
}

/** Files below `folder` whose raw bytes hold the canary, or one of `secrets`. */
export function betrayals(folder: string, secrets: string[]): string[] {
  return [...filesBelow(folder)].filter((file) => isBetraying(readFileSync(file), secrets));
}

/** A whole report with the canary in every answer and a file, up to its review. */
export async function tellEverything(visitor: Visitor): Promise<void> {
  await visitor.say(`${canary} stood at the gate and opened a seal.`);
  const steps = [
    'danger_now',
    'ongoing',
    'when',
    'planned',
    'where',
    'stage',
    'indicators',
    'crime_type',
    'persons',
    'companies',
    'vehicles',
    'units',
    'craft',
    'refs',
    'goods',
    'route',
    'how_known',
    'others_know',
    'attachments',
    'reporter',
    'contact',
  ];
  for (const step of steps) {
    await untilAsked(visitor, step);
    if (step === 'attachments') {
      const photo = Buffer.from(`${canary} `.repeat(20_000));
      assert.equal(await visitor.upload(`${canary}.jpg`, 'image/jpeg', photo), 200);
    } else {
      const text = `${step} ${canary}`;
      await visitor.press('step.next', {
        where: text,
        persons: text,
        companies: text,
        vehicles: text,
        containers: text,
        seals: text,
        vessel: text,
        flight: text,
        train: text,
        refs: text,
        goods: text,
        route: text,
        'how_known.note': text,
        reporter: 'contact',
        'reporter.name': text,
        'reporter.phone': text,
        'reporter.mail': text,
        'reporter.language': text,
        'reporter.times': text,
      });
    }
  }
  await untilReview(visitor);
}
