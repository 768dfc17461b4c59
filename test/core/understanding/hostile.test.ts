// Seeded hostile texts: understanding never throws, its spans lie in the text, and no text takes long.
import assert from 'node:assert/strict';
import { randomOf } from '../../support/random.js';
import { read } from './knowledge.js';

const pieces = [
  'a',
  'A',
  '0',
  '9',
  ' ',
  '\n',
  '.',
  ':',
  '-',
  '@',
  '/',
  '+',
  '(',
  ')',
  'å',
  'É',
  '\u0000',
  '\u202e',
  '\u200b',
  '😀',
  'שלום',
  'مرحبا',
  'kl ',
  'halv ',
  'den ',
  'the ',
  'ABC',
  'CSQU',
  '305438',
  'seal ',
  'plomb ',
  'i ',
  'in ',
  'not ',
  'inte ',
  'IMO ',
  '12/',
  '2026-',
  '\ud800',
  'drugs ',
  'E6 ',
  '?',
];
const count = process.env.TEST_LONG ? 100_000 : 5_000;
/** A generous margin over 20 ms, for a busy machine; test/bench measures. */
const limit = 200;

describe('hostile texts', () => {
  it('never throw, and every span lies in the text', () => {
    const random = randomOf(20261123);
    for (let round = 0; round < count; round += 1) {
      const length = random.chance(0.02) ? 2000 : random.below(60);
      let text = '';
      const repeated = random.chance(0.3) ? random.pick(pieces) : null;
      for (let at = 0; at < length; at += 1) text += repeated ?? random.pick(pieces);
      const { spans } = read(text);
      for (const { start, end } of Object.values(spans).flat()) {
        assert.ok(start >= 0 && start < end && end <= text.length, JSON.stringify(text));
      }
    }
  }).timeout(600_000);

  it('bait of 20,000 characters is read in time', () => {
    const baits = [
      ...pieces,
      'a@',
      '1 ',
      '12.',
      'a.',
      '0-',
      '+1',
      'AB 1',
      'seal A1',
      'kl 1',
      'the 1',
      'Aa ',
      'in Aa ',
      'no drugs or ',
      'a1',
      '1:',
      "a'",
      '07',
    ];
    read('warm up');
    for (const bait of baits) {
      const text = bait.repeat(Math.ceil(20_000 / bait.length)).slice(0, 20_000);
      const start = performance.now();
      read(text);
      const took = performance.now() - start;
      assert.ok(took < limit, `${JSON.stringify(bait)} took ${took.toFixed(0)} ms`);
    }
  }).timeout(60_000);
});
