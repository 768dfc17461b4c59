// Scores what was understood against what was expected: intent accuracy and micro F1 over (slot, value) pairs, as evaluation.md says.
import type { Intent, Slots } from '../../../src/core/understanding/understood.js';

export interface Example {
  id: string;
  lang: string;
  now: string;
  text: string;
  expect: { intent: Intent; slots: Slots };
}

export interface Score {
  lines: number;
  intents: number;
  right: number;
  wrong: number;
  missed: number;
}

export const emptyScore = (): Score => ({ lines: 0, intents: 0, right: 0, wrong: 0, missed: 0 });
export const f1 = ({ right, wrong, missed }: Score): number =>
  right + wrong + missed === 0 ? 1 : (2 * right) / (2 * right + wrong + missed);

const valuesOf = (slots: Slots, slot: string): string[] => {
  const value = slots[slot as keyof Slots];
  const list = Array.isArray(value) ? value : value === undefined ? [] : [value];
  const plain = (text: string) =>
    ['plates', 'seals'].includes(slot) ? text.toUpperCase().replace(/[-./\s]/g, '') : text;
  return list.map((item) => plain(slot === 'places' ? String(item).toLowerCase() : String(item)));
};

/** Adds one message to `score`; places match when one contains the other. */
export function addToScore(score: Score, example: Example, understood: { intent: Intent; slots: Slots }): void {
  score.lines += 1;
  if (understood.intent === example.expect.intent) score.intents += 1;
  for (const slot of new Set([...Object.keys(example.expect.slots), ...Object.keys(understood.slots)])) {
    const left = valuesOf(understood.slots, slot);
    for (const gold of valuesOf(example.expect.slots, slot)) {
      const at = left.findIndex((value) =>
        slot === 'places' ? value.includes(gold) || gold.includes(value) : value === gold,
      );
      if (at < 0) score.missed += 1;
      else left.splice(at, 1);
      if (at >= 0) score.right += 1;
    }
    score.wrong += left.length;
  }
}
