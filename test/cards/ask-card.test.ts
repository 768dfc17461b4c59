import assert from 'node:assert/strict';
import type { Ask } from '../../src/core/dialogue/reply.js';
import { answersTo, askOf, builderOf, contextOf, fileOf, forms, receipt, stepOf, wording } from './every-reply.js';
import { bytesOf, inputsOf, markdownOf, plainOf, submitsOf } from './parse-card.js';

const { draw } = builderOf();
const drawn = (form: string, step: string, more: Partial<Ask> = {}, language = 'en') =>
  draw(askOf(form, step, more), contextOf(language));
const input = (form: string, step: string, id: string, more: Partial<Ask> = {}) =>
  inputsOf(drawn(form, step, more).card).find((one) => one.id === id) ?? {};
const actionsOf = (form: string, step: string, more: Partial<Ask> = {}) =>
  submitsOf(drawn(form, step, more).card).map(({ data }) => data.action);

describe('the card of a question', () => {
  it('has an input for every slot, by the id of the slot', () => {
    for (const form of forms) {
      for (const step of form.steps) {
        const ids = inputsOf(drawn(form.id, step.id).card).map(({ id }) => id);
        const expected = step.slots.flatMap(({ id, kind }) => {
          if (kind === 'files') return [];
          return kind === 'moment' ? [id, `${id}.time`] : [id];
        });
        assert.deepEqual(ids, expected, step.id);
      }
    }
  });

  it('gives each kind of slot its input', () => {
    assert.deepEqual(
      ['type', 'isMultiline', 'maxLength', 'isRequired'].map((name) => input('report', 'what', 'what')[name]),
      ['Input.Text', true, 5000, true],
    );
    assert.equal(input('report', 'where', 'where').isMultiline, false);
    assert.equal(input('report', 'when', 'when_from').type, 'Input.Date');
    assert.equal(input('report', 'when', 'when_from.time').type, 'Input.Time');
    assert.equal(input('report', 'vehicles', 'vehicles').isMultiline, true);
    assert.match(String(input('report', 'vehicles', 'vehicles').label), /one per line/);
    const pin = input('comeback', 'receipt', 'receipt');
    assert.deepEqual([pin.type, pin.maxLength, pin.isRequired], ['Input.Text', 25, true]);
    assert.deepEqual(inputsOf(drawn('report', 'attachments').card), []);
    assert.match(markdownOf(drawn('report', 'attachments').card).join(' '), /paper clip/);
  });

  it('shows few options at once, many as a drop-down, several always at once', () => {
    const styles = (step: string) => {
      const { style, isMultiSelect, wrap } = input('report', step, step);
      return [style, isMultiSelect, wrap];
    };
    assert.deepEqual(styles('ongoing'), ['expanded', false, true]);
    assert.deepEqual(styles('stage'), ['compact', false, true]);
    assert.deepEqual(styles('crime_type'), ['expanded', true, true]);
    assert.deepEqual(styles('indicators'), ['expanded', true, true]);
  });

  it('narrows the signs by the stage, and keeps offering what was chosen before', () => {
    const values = (more: Partial<Ask>) =>
      (input('report', 'indicators', 'indicators', more).choices as { value: string }[]).map(({ value }) => value);
    const groups = (all: string[]) => [...new Set(all.map((id) => id.slice(0, 2)))];
    assert.deepEqual(groups(values({ context: { stage: 'pickup' } })), ['PU', 'VD', 'CS']);
    assert.deepEqual(groups(values({ context: { stage: 'it' } })), ['IT']);
    assert.deepEqual(groups(values({})), ['VD', 'CS', 'GP']);
    const kept = { context: { stage: 'it' }, values: { indicators: ['PU3'] } };
    assert.deepEqual(groups(values(kept)), ['PU', 'IT']);
    assert.equal(input('report', 'indicators', 'indicators', kept).value, 'PU3');
  });

  it('is filled in with what was answered before', () => {
    const value = (step: string, id: string) =>
      input('report', step, id, { values: answersTo(stepOf('report', step), 'ten or more letters') }).value;
    assert.equal(value('what', 'what'), 'ten or more letters');
    assert.equal(value('when', 'when_to'), '2026-05-12');
    assert.equal(value('when', 'when_to.time'), '22:30');
    assert.equal(value('vehicles', 'vehicles'), 'ten or more letters\nten or more letters');
    assert.equal(value('stage', 'stage'), 'pickup');
    assert.equal(value('crime_type', 'crime_type'), 'narcotics,weapons,tobacco');
    const dateOnly = input('report', 'planned', 'planned.time', { values: { planned: '2026-05-12' } });
    assert.equal(dateOnly.value, '');
  });

  it('names the files that it has, and nothing else of them', () => {
    const { card, text } = drawn('report', 'attachments', { values: { attachments: [fileOf('seal.jpg')] } });
    assert.deepEqual(plainOf(card), ['seal.jpg (2 kB)']);
    assert.match(text, /seal\.jpg/);
    assert.doesNotMatch(JSON.stringify(card) + text, /CANARY|canary/);
  });

  it('never shows a receipt that was written before', () => {
    const { card, text } = drawn('comeback', 'receipt', { values: { receipt } });
    assert.doesNotMatch(JSON.stringify(card) + text, new RegExp(receipt));
    const said = draw(
      { kind: 'answered', form: 'comeback', step: 'receipt', outcome: 'answered', answers: { receipt } },
      contextOf('en'),
    );
    assert.doesNotMatch(JSON.stringify(said), new RegExp(receipt));
  });

  it('offers only what can be done here', () => {
    assert.deepEqual(actionsOf('report', 'where'), [
      ...['step.next', 'step.skip', 'step.back', 'form.review', 'form.help', 'form.cancel'],
    ]);
    assert.deepEqual(actionsOf('report', 'what', { canGoBack: false }), [
      ...['step.next', 'form.review', 'form.help', 'form.cancel'],
    ]);
    assert.deepEqual(actionsOf('comeback', 'receipt', { canGoBack: false }), ['step.next', 'form.help', 'form.cancel']);
  });

  it('says at the field what is wrong, and says it in the text too', () => {
    const problems = [{ slot: 'what', code: 'tooShort' as const, params: { min: 10 } }];
    const { card, text } = drawn('report', 'what', { problems });
    const expected = 'Please check: This is a little too short. Please write at least 10 characters.';
    assert.ok(markdownOf(card).includes(expected));
    assert.ok(text.includes(expected));
    const bare = drawn('report', 'what', { problems: [{ slot: 'what', code: 'tooLong' }] });
    assert.match(bare.text, /room for 5000 characters/);
    const elsewhere = drawn('report', 'where', { problems: [{ slot: 'gone', code: 'notAnOption' }] });
    assert.match(elsewhere.text, /Please choose from what is offered/);
  });

  it('explains of itself from the third time on', () => {
    const help = wording.text('en', 'form.report.step.where.help');
    assert.ok(!drawn('report', 'where', { times: 2 }).text.includes(help));
    assert.ok(drawn('report', 'where', { times: 3 }).text.includes(help));
    assert.ok(markdownOf(drawn('report', 'where', { times: 3 }).card).includes(help));
  });

  it('tells how far one has come, and not where there is one question only', () => {
    const alone = drawn('comeback', 'receipt', { progress: { number: 1, of: 1 } });
    assert.equal(markdownOf(drawn('report', 'where').card)[0], 'Question 3 of about 20');
    assert.doesNotMatch(alone.text, /Question 1/);
    assert.equal(markdownOf(alone.card)[0], wording.text('en', 'form.comeback.step.receipt.question'));
  });

  it('says in words which words work', () => {
    const { text } = drawn('report', 'where', {}, 'sv');
    assert.match(text, /Du kan också skriva: hoppa över, tillbaka, visa min rapport, hjälp, avbryt\./);
    assert.match(drawn('report', 'when').text, /is put under “Began”/);
  });

  it('stays under 40 kB with the longest answers of three-byte letters, and under 25 kB with Latin ones', () => {
    for (const { id, slots } of forms[0]?.steps ?? []) {
      for (const [letter, limit] of [['å', 25_000] as const, ['漢', 40_000] as const]) {
        const values = Object.fromEntries(
          slots.map((slot) => [
            slot.id,
            slot.kind === 'list'
              ? Array.from({ length: slot.maxItems }, () => letter.repeat(slot.max))
              : letter.repeat('max' in slot ? slot.max : 0),
          ]),
        );
        const isText = slots.every(({ kind }) => kind === 'list' || kind === 'text');
        if (!isText || (letter === 'å' && slots.filter(({ kind }) => kind === 'list').length > 1)) continue;
        const size = bytesOf(drawn('report', id, { values }).card);
        assert.ok(size < limit, `${id} ${letter}: ${size}`);
      }
    }
  });

  it('is drawn in well under a millisecond', () => {
    const ask = askOf('report', 'indicators', { context: { stage: 'pickup' } });
    const times = Array.from({ length: 300 }, () => {
      const before = performance.now();
      draw(ask, contextOf('sv'));
      return performance.now() - before;
    }).sort((one, other) => one - other);
    // the faster quarter, since a busy machine says nothing about the code
    assert.ok((times[75] ?? 9) < 1, `${String(times[75])} ms`);
  });
});
