import assert from 'node:assert/strict';
import type { Slot, Value } from '../../src/core/dialogue/flow.js';
import type { Review } from '../../src/core/dialogue/reply.js';
import { builderOf, contextOf, fileOf, forms, reviewOf, valueFor, wording } from './every-reply.js';
import { bytesOf, inputsOf, markdownOf, plainOf, submitsOf } from './parse-card.js';

const { draw } = builderOf();
const steps = forms[0]?.steps ?? [];

/** The longest answer that a slot takes. */
function longest(slot: Slot, letter: string): Value {
  if (slot.kind === 'text') return letter.repeat(slot.max).slice(0, slot.max);
  if (slot.kind === 'list')
    return Array.from({ length: slot.maxItems }, () => letter.repeat(slot.max).slice(0, slot.max));
  if (slot.kind === 'choices') return slot.options;
  if (slot.kind === 'files') return Array.from({ length: slot.maxItems }, () => fileOf(letter.repeat(255)));
  return valueFor(slot, letter);
}

const fullest = (letter: string): Review => ({
  kind: 'review',
  form: 'report',
  rev: 40,
  given: steps.map(({ id, slots }) => ({
    step: id,
    answers: Object.fromEntries(slots.map((slot) => [slot.id, longest(slot, letter)])),
  })),
  open: [],
});

describe('the review', () => {
  it('shows every answer with its own button to change it', () => {
    const { card } = draw(reviewOf('plain words'), contextOf('en'));
    const changes = submitsOf(card).filter(({ data }) => data.action === 'review.edit' && data.step !== undefined);
    assert.deepEqual(
      changes.map(({ data }) => data.step),
      steps.map(({ id }) => id).filter((id) => id !== 'craft' && id !== 'planned'),
    );
    assert.ok(changes.every(({ title }) => title.startsWith('Change: ')));
    assert.equal(changes.find(({ data }) => data.step === 'where')?.title, 'Change: Place');
    assert.ok(plainOf(card).includes('plain words'));
    assert.ok(plainOf(card).includes('2026-05-12 22:30'));
    assert.ok(plainOf(card).includes('Narcotics\nWeapons or explosives\nTobacco'));
  });

  it('offers the questions without an answer in one list', () => {
    const { card, text } = draw(reviewOf('plain words'), contextOf('en'));
    const [choice] = inputsOf(card);
    assert.equal(choice?.id, 'step');
    assert.deepEqual(choice?.choices, [
      { title: 'Vessel, flight or train', value: 'craft' },
      { title: 'Expected arrival or pick-up', value: 'planned' },
    ]);
    assert.match(text, /- Vessel, flight or train/);
    assert.deepEqual(inputsOf(draw(reviewOf('plain words', []), contextOf('en')).card), []);
  });

  it('says what happens when it is sent, and no more', () => {
    for (const language of wording.languages) {
      const { card, text } = draw(reviewOf('plain words'), contextOf(language));
      const sentence = wording.text(language, 'review.sending');
      assert.ok(markdownOf(card).includes(sentence) && text.includes(sentence));
      assert.deepEqual(
        submitsOf(card)
          .slice(-2)
          .map(({ data }) => data.action),
        ['review.confirm', 'form.cancel'],
      );
    }
  });

  for (const letter of ['a', 'å', '漢', '😀', '"', '\n', '\\', '{{DATE(']) {
    it(`stays under 25 kB whatever the answers, and its text holds them whole: ${JSON.stringify(letter)}`, () => {
      const review = fullest(letter);
      for (const language of wording.languages) {
        const { card, text } = draw(review, contextOf(language));
        assert.ok(bytesOf(card) < 25_000, String(bytesOf(card)));
        assert.equal(submitsOf(card).length, steps.length + 2);
        for (const { answers } of review.given) {
          for (const value of Object.values(answers)) {
            const items: unknown[] = Array.isArray(value) ? value : [value];
            const written = items.filter((item): item is string => typeof item === 'string' && item.length > 40);
            for (const item of written) assert.ok(text.includes(item));
          }
        }
      }
    });
  }

  it('says where it shows only a part', () => {
    const given = [{ step: 'what', answers: { what: 'x'.repeat(601) } }];
    const { card } = draw({ ...reviewOf(''), given }, contextOf('en'));
    const part = `${'x'.repeat(600)}… (Shown only in part here. All of it is sent. Choose Change to see all of it.)`;
    assert.deepEqual(plainOf(card), [part]);
    const whole = [{ step: 'what', answers: { what: 'x'.repeat(600) } }];
    assert.deepEqual(plainOf(draw({ ...reviewOf(''), given: whole }, contextOf('en')).card), ['x'.repeat(600)]);
  });

  it('draws what it can of a step that is no longer in the form', () => {
    const given = [{ step: 'gone', answers: { gone: 'x' } }, ...reviewOf('plain words').given];
    const { card } = draw({ ...reviewOf('plain words'), given, open: ['gone', 'craft'] }, contextOf('en'));
    assert.equal((inputsOf(card)[0]?.choices as unknown[]).length, 1);
  });
});
