import assert from 'node:assert/strict';
import type { Action, Input } from '../../src/core/chat/message.js';
import { emptyState, type State } from '../../src/core/dialogue/state.js';
import { route } from '../../src/turn/route.js';

const lexicon = {
  commands: {
    back: 'step.back',
    avbryt: 'form.cancel',
    'send it': 'review.confirm',
    hello: 'menu.show',
    again: 'repeat',
  },
  edit: ['change', 'ändra'],
  steps: { place: 'where', plats: 'where' },
  options: {},
} as const;

const frame = { form: 'report', version: 1, rev: 4, answers: {}, skipped: [], previous: {}, asked: null, fixed: null };
const inForm: State = { stack: [frame] };
const channel: 'web' | 'teams' = 'web';
const situation = { dialogue: emptyState, takesReports: true, isReceiptShown: false, channel };
const text = (words: string): Input => ({ kind: 'text', text: words, receipt: null });
const press = (action: Action, step: string | null = null): Input => ({
  kind: 'action',
  action,
  step,
  rev: 4,
  values: {},
  receipt: null,
});

const routed = (input: Input, change: Partial<typeof situation> = {}) =>
  route(input, { ...lexicon, edit: [...lexicon.edit] }, { ...situation, ...change });
const happenings = (input: Input, change: Partial<typeof situation> = {}) =>
  routed(input, change).map((step) => (step.kind === 'dialogue' ? step.happening : step));

describe('route', () => {
  it('begins a report with what somebody just tells', () => {
    assert.deepEqual(happenings(text('The seal was broken on a trailer')), [
      { kind: 'open', form: 'report' },
      { kind: 'text', text: 'The seal was broken on a trailer' },
    ]);
  });

  it('takes a whole message as a command, and never a word inside a report', () => {
    assert.deepEqual(happenings(text('Avbryt!'), { dialogue: inForm }), [
      { kind: 'command', command: { name: 'cancel' }, card: null },
    ]);
    assert.deepEqual(happenings(text('He said avbryt and ran'), { dialogue: inForm }), [
      { kind: 'text', text: 'He said avbryt and ran' },
    ]);
  });

  it('changes an answer by its name', () => {
    assert.deepEqual(happenings(text('ändra plats'), { dialogue: inForm }), [
      { kind: 'command', command: { name: 'edit', step: 'where' }, card: null },
    ]);
  });

  it('gives the card of a change button no step, since the step is the one to change', () => {
    assert.deepEqual(happenings(press('review.edit', 'where'), { dialogue: inForm }), [
      { kind: 'command', command: { name: 'edit', step: 'where' }, card: { step: null, rev: 4 } },
    ]);
  });

  it('takes no report where reports are not taken, and says where to go', () => {
    const change = { takesReports: false };
    for (const input of [press('report.start'), text('The seal was broken on a trailer')]) {
      assert.deepEqual(
        routed(input, change).map((step) => (step.kind === 'say' ? step.key : step.kind)),
        ['dialogue.reportsClosed'],
      );
    }
  });

  it('reassures who sends twice while the receipt is shown', () => {
    assert.deepEqual(routed(press('review.confirm'), { isReceiptShown: true }), [
      { kind: 'say', key: 'dialogue.alreadySent' },
    ]);
  });

  it('uses a receipt for coming back, whatever it was typed into', () => {
    const receipt = '00000000000005724';
    const expected = [
      { kind: 'open', form: 'comeback' },
      { kind: 'text', text: receipt },
    ];
    assert.deepEqual(happenings({ kind: 'text', text: '••••', receipt }), expected);
    assert.deepEqual(happenings({ ...press('step.next'), receipt } as Input, { dialogue: inForm }), expected);
  });

  it('answers everything, a question and a slip too', () => {
    assert.deepEqual(
      routed(text('What is AEO?')).map((step) => (step.kind === 'say' ? step.key : '')),
      ['question.notYet'],
    );
    assert.deepEqual(
      routed(text('hm')).map((step) => (step.kind === 'say' ? step.key : '')),
      ['dialogue.notUnderstood'],
    );
    assert.deepEqual(
      routed({ kind: 'unknown' }).map((step) => (step.kind === 'say' ? step.key : '')),
      ['dialogue.unknownInput'],
    );
  });

  it('does not lose the report to a greeting', () => {
    assert.ok(routed(text('hello'), { dialogue: inForm }).every((step) => step.kind !== 'welcome'));
  });
});
