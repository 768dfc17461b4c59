import assert from 'node:assert/strict';
import type { FileValue, Form } from '../../../src/core/dialogue/flow.js';
import { flowsOf, reportFlows, scriptOf } from '../../support/dialogue.js';

const told = 'The seal of the trailer was broken and glued.';
const file = (blob: string): FileValue => ({
  blob,
  name: 'a.jpg',
  type: 'image/jpeg',
  length: 1,
  sha256: '00',
  key: 'k',
});

/** A report with the text given, straight at its review. */
function atReview() {
  const script = scriptOf(reportFlows());
  script.open('report');
  script.fill({ danger_now: 'no' });
  script.fill({ what: told });
  script.command('review');
  script.fixed();
  return script;
}

describe('dialogue', () => {
  describe('questions', () => {
    it('asks one question at a time in the order of the form, and derives the next from the answers', () => {
      const script = scriptOf(reportFlows());
      script.open('report');
      const asked = [script.ask().step];
      script.fill({ danger_now: 'no' });
      asked.push(script.ask().step);
      script.fill({ what: told });
      for (let turn = 0; turn < 25 && script.last.replies.every((reply) => reply.kind !== 'review'); turn += 1) {
        asked.push(script.ask().step);
        script.command('skip');
      }
      assert.deepEqual(asked, [
        'danger_now',
        'what',
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
      ]);
      assert.deepEqual(
        script.review().given.map((row) => row.step),
        ['danger_now', 'what'],
      );
    });

    it('asks for contact details only of those who want to be contacted, and forgets them when they change their mind', () => {
      const script = atReview();
      script.edit('reporter');
      script.fill({ reporter: 'contact' });
      assert.equal(script.ask().step, 'contact');
      script.fill({ 'reporter.name': 'Kim', 'reporter.phone': '070' });
      assert.ok(script.review().given.some((row) => row.step === 'contact'));
      script.edit('reporter');
      script.fill({ reporter: 'anonymous' });
      assert.ok(!JSON.stringify(script.state).includes('Kim'));
      assert.ok(!script.review().given.some((row) => row.step === 'contact'));
    });

    it('offers the signs of the stage that was named', () => {
      const script = atReview();
      script.edit('stage');
      script.fill({ stage: 'pickup' });
      script.edit('indicators');
      assert.deepEqual(script.ask().context, { stage: 'pickup' });
    });

    it('drops unknown keys and never takes a file from a card', () => {
      const script = scriptOf(reportFlows());
      script.open('report');
      script.fill({ danger_now: 'no', admin: 'yes', attachments: [file('x')] });
      assert.deepEqual(script.state.stack[0]?.answers, { danger_now: 'no' });
    });

    it('reads a date and a time of day from two inputs, and refuses tomorrow', () => {
      const script = atReview();
      script.edit('when');
      script.fill({ when_from: '2026-11-24' });
      assert.deepEqual(script.ask().problems, [{ slot: 'when_from', code: 'inFuture' }]);
      script.fill({ when_from: '2026-11-22', 'when_from.time': '21:30' });
      assert.deepEqual(script.review().given.find((row) => row.step === 'when')?.answers, {
        when_from: '2026-11-22T21:30',
      });
    });

    it('keeps what was right on a card that was partly wrong', () => {
      const script = atReview();
      script.edit('when');
      script.fill({ when_from: '2026-11-22', when_to: 'soon' });
      assert.deepEqual(script.ask().values, { when_from: '2026-11-22' });
    });
  });

  describe('typed words', () => {
    it('takes a story told before the form as what was noticed', () => {
      const script = scriptOf(reportFlows());
      script.open('report');
      script.text(told);
      assert.deepEqual(script.keys(), ['dialogue.textBecameWhat']);
      assert.equal(script.state.stack[0]?.answers.what, told);
      assert.equal(script.ask().step, 'danger_now');
    });

    it('adds to the story what is told in the middle, and loses none of it', () => {
      const script = atReview();
      script.text('The driver would not show the papers.');
      assert.equal(script.state.stack[0]?.answers.what, `${told}\nThe driver would not show the papers.`);
    });

    it('answers a choice in words', () => {
      const script = scriptOf(reportFlows());
      script.open('report');
      script.text('nej');
      assert.equal(script.state.stack[0]?.answers.danger_now, 'no');
    });

    it('puts the same question three times at most, then explains and offers to skip', () => {
      const script = scriptOf(reportFlows());
      script.open('report');
      const asks = [0, 1].map(() => script.text('hm').filter((reply) => reply.kind === 'ask').length);
      assert.deepEqual(asks, [1, 1]);
      script.text('hm');
      assert.deepEqual(script.keys(), ['dialogue.explainAndOfferSkip']);
      assert.ok(script.last.replies.every((reply) => reply.kind !== 'ask'));
    });

    it('refuses a number that is no receipt before anything else is done with it', () => {
      const script = scriptOf(reportFlows());
      script.open('comeback');
      script.text('1234 5678 9012 3456 1');
      assert.deepEqual(script.ask().problems, [{ slot: 'receipt', code: 'notAReceipt' }]);
      assert.equal(script.last.effects.length, 0);
    });
  });

  describe('repair', () => {
    it('goes back with the answer still on the card', () => {
      const script = scriptOf(reportFlows());
      script.open('report');
      script.fill({ danger_now: 'no' });
      script.fill({ what: told });
      script.command('back');
      assert.equal(script.ask().step, 'what');
      assert.deepEqual(script.ask().values, { what: told });
      script.command('back');
      assert.equal(script.ask().step, 'danger_now');
      script.command('back');
      assert.deepEqual(script.keys(), ['dialogue.nothingToGoBackTo']);
    });

    it('does not skip what is required, nor review without it', () => {
      const script = scriptOf(reportFlows());
      script.open('report');
      script.command('skip');
      script.command('skip');
      assert.deepEqual(script.keys(), ['dialogue.cannotSkip']);
      script.command('review');
      assert.deepEqual(script.keys(), ['dialogue.cannotSkip']);
      assert.equal(script.ask().step, 'what');
    });

    it('returns from a change to the review, and brings an answer back that was not changed after all', () => {
      const script = atReview();
      script.edit('what');
      assert.equal(script.ask().step, 'what');
      script.command('review');
      assert.equal(script.review().given.find((row) => row.step === 'what')?.answers.what, told);
      script.edit('what');
      script.fill({ what: 'Something else altogether.' });
      assert.equal(
        script.review().given.find((row) => row.step === 'what')?.answers.what,
        'Something else altogether.',
      );
    });

    it('cancels with nothing left, and gives back the files', () => {
      const script = atReview();
      script.send({ kind: 'files', files: [file('b1')] });
      script.command('cancel');
      assert.deepEqual(script.state.stack, []);
      assert.deepEqual(script.last.effects, [{ kind: 'discard', files: [file('b1')] }]);
      script.command('confirm');
      assert.deepEqual(script.keys(), ['dialogue.noOpenForm']);
      assert.equal(script.last.effects.length, 0);
    });

    it('helps with the question that is asked, and asks it again', () => {
      const script = scriptOf(reportFlows());
      script.open('report');
      script.command('help');
      assert.deepEqual(script.keys(), ['form.report.step.danger_now.help']);
      assert.equal(script.ask().step, 'danger_now');
    });

    it('comes back to the report after a question in between', () => {
      const script = scriptOf(reportFlows());
      script.open('report');
      script.fill({ danger_now: 'no' });
      script.open('comeback');
      assert.equal(script.ask().step, 'receipt');
      script.command('cancel');
      assert.deepEqual(script.keys(), ['dialogue.cancelled', 'dialogue.resumed']);
      assert.equal(script.ask().step, 'what');
    });
  });

  describe('stale cards', () => {
    it('a card that was answered already has no second effect', () => {
      const script = scriptOf(reportFlows());
      script.open('report');
      const card = { step: 'danger_now', rev: script.ask().rev };
      script.fill({ danger_now: 'no' });
      const before = script.state;
      script.send({ kind: 'fill', values: { danger_now: 'yes' }, card });
      assert.deepEqual(script.keys(), ['dialogue.staleCard']);
      assert.deepEqual(script.state, before);
    });

    it('a review that was overtaken by a change does not send', () => {
      const script = atReview();
      const card = { step: null, rev: script.review().rev };
      script.edit('where');
      script.fill({ where: 'Trelleborg' });
      script.command('confirm', card);
      assert.deepEqual(script.keys(), ['dialogue.staleCard']);
      assert.ok(script.last.effects.every((effect) => effect.kind !== 'submit'));
    });

    it('is not confirmed before its review was shown: who says so in words gets the review first', () => {
      const script = scriptOf(reportFlows());
      script.open('report');
      script.fill({ danger_now: 'no' });
      script.command('confirm', { step: null, rev: script.ask().rev });
      assert.deepEqual(script.keys(), ['dialogue.staleCard']);
      script.command('confirm');
      assert.deepEqual(script.keys(), ['dialogue.cannotSkip']);
      script.fill({ what: told });
      script.command('confirm');
      assert.deepEqual(
        script.review().given.map((row) => row.step),
        ['danger_now', 'what'],
      );
      assert.ok(script.last.effects.every((effect) => effect.kind !== 'submit'));
    });
  });

  describe('review', () => {
    it('fixes receipt and id once, at its first showing', () => {
      const script = atReview();
      const fixed = script.state.stack[0]?.fixed;
      assert.match(fixed?.id ?? '', /^[0-9a-f]{32}$/);
      assert.match(fixed?.receipt ?? '', /^\d{17}$/);
      script.edit('where');
      script.fill({ where: 'Trelleborg' });
      assert.deepEqual(script.state.stack[0]?.fixed, fixed);
    });

    it('submits exactly what it showed', () => {
      const script = atReview();
      const shown = Object.assign({}, ...script.review().given.map((row) => row.answers)) as object;
      script.command('confirm', { step: null, rev: script.review().rev });
      const effect = script.last.effects[0];
      assert.equal(effect?.kind, 'submit');
      assert.deepEqual(effect?.kind === 'submit' ? effect.answers : null, shown);
      assert.deepEqual(script.state.stack, []);
    });
  });

  describe('a deploy in the middle', () => {
    const form = (version: number, steps: Form['steps']): Form => ({ id: 'f', version, finish: 'review', steps });
    const name = { id: 'name', slots: [{ id: 'name', kind: 'text' as const, max: 20 }] };
    const age = { id: 'age', slots: [{ id: 'age', kind: 'text' as const, max: 20 }] };

    it('keeps what still fits and asks the rest, each answer under its own question', () => {
      const before = scriptOf(flowsOf(form(1, [name, age])));
      before.open('f');
      before.fill({ name: 'a long name indeed' });
      const shorter = { id: 'name', slots: [{ id: 'name', kind: 'text' as const, max: 5 }] };
      const after = scriptOf(flowsOf(form(2, [age, shorter])), before.state);
      after.command('repeat');
      assert.equal(after.ask().step, 'age');
      after.fill({ age: '30' });
      assert.equal(after.ask().step, 'name');
      assert.deepEqual(after.state.stack[0]?.answers, { age: '30' });
    });
  });

  it('never changes the state it was given', () => {
    const script = atReview();
    const frozen = JSON.stringify(script.state);
    const state = script.state;
    scriptOf(reportFlows(), state).fill({ where: 'x' });
    scriptOf(reportFlows(), state).command('back');
    scriptOf(reportFlows(), state).edit('what');
    assert.equal(JSON.stringify(state), frozen);
  });
});
