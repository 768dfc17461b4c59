import assert from 'node:assert/strict';
import { advance } from '../../../src/core/dialogue/advance.js';
import type { Command, Happening } from '../../../src/core/dialogue/event.js';
import type { DialogueReply } from '../../../src/core/dialogue/reply.js';
import { emptyState, type State } from '../../../src/core/dialogue/state.js';
import { randomOf } from '../../support/random.js';
import { entropy, now, reportFlows, zone } from '../../support/dialogue.js';

const flows = reportFlows();
const walks = process.env.TEST_LONG ? 20_000 : 2_000;

const texts = [
  'ja',
  'nej',
  'hm',
  '',
  'A broken seal on a trailer in the harbour.',
  '2026-11-22',
  'x'.repeat(6000),
  '1'.repeat(17),
];
const commands: Command['name'][] = [
  'back',
  'skip',
  'skip',
  'skip',
  'cancel',
  'help',
  'repeat',
  'review',
  'confirm',
  'confirm',
  'edit',
];
const values: Record<string, unknown>[] = [
  { danger_now: 'no', ongoing: 'yes', what: 'A driver was threatened at the gate.', where: 'Trelleborg' },
  { what: 'short', when_from: '2099-01-01', stage: 'nowhere', indicators: 'PU1,XX' },
  { reporter: 'contact', 'reporter.name': 'Kim', persons: 'a tall man', vehicles: 'ABC123\nABC12A' },
  { when_from: '2026-11-20', 'when_from.time': '10:00', planned: '2026-12-01', goods: 7, refs: ['a', null] },
  {},
];

describe('dialogue, walked at random', () => {
  it('never throws, never mutates, sends nothing that was not reviewed, and does send thousands of times', () => {
    const random = randomOf(20261123);
    let submitted = 0;
    let cancelled = 0;
    for (let walk = 0; walk < walks; walk += 1) {
      let state: State = emptyState;
      let shown = null as DialogueReply | null;
      for (let turn = 0; turn < 40; turn += 1) {
        const happening = someHappening(random, shown);
        const before = JSON.stringify(state);
        const event = { ...happening, now, zone, entropy };
        const result = advance(flows, state, event);
        assert.equal(JSON.stringify(state), before, 'the state was mutated');
        assert.deepEqual(advance(flows, state, event), result, 'the same event gave another result');
        const submit = result.effects.find((effect) => effect.kind === 'submit');
        if (submit) {
          assert.equal(shown?.kind, 'review', 'sent without a review');
          const given =
            shown?.kind === 'review' ? (Object.assign({}, ...shown.given.map((row) => row.answers)) as object) : null;
          assert.deepEqual(submit.answers, given, 'sent something else than was reviewed');
          submitted += 1;
        }
        if (happening.kind === 'command' && happening.command.name === 'cancel') cancelled += 1;
        state = result.state;
        shown =
          result.replies.findLast((reply) => reply.kind === 'ask' || reply.kind === 'review') ??
          (state.stack.length ? shown : null);
        const fix = result.effects.find((effect) => effect.kind === 'fix');
        if (fix)
          state = advance(flows, state, {
            kind: 'result',
            name: 'fixed',
            value: { lookup: 'l' },
            now,
            zone,
            entropy,
          }).state;
      }
    }
    assert.ok(submitted > walks, `only ${submitted} reports were sent`);
    assert.ok(cancelled > walks / 4, `only ${cancelled} cancels were tried`);
  });
});

function someHappening(random: ReturnType<typeof randomOf>, shown: DialogueReply | null): Happening {
  const live = shown?.kind === 'ask' || shown?.kind === 'review' ? shown : null;
  const isStale = random.chance(0.1);
  const card = { step: live?.kind === 'ask' ? live.step : null, rev: live && !isStale ? live.rev : 0 };
  if (!live) return { kind: 'open', form: random.chance(0.9) ? 'report' : 'comeback' };
  if (live.kind === 'review' && random.chance(0.4)) return { kind: 'command', command: { name: 'confirm' }, card };
  // Half of the time somebody who wants to get the report done, so that many are.
  if (live.kind === 'ask' && random.chance(0.5)) {
    return live.step === 'what' || live.step === 'danger_now'
      ? { kind: 'fill', values: values[0] ?? {}, card }
      : { kind: 'command', command: { name: 'review' }, card };
  }
  switch (random.pick(['text', 'fill', 'fill', 'fill', 'command', 'command', 'open', 'files'])) {
    case 'text':
      return { kind: 'text', text: random.pick(texts) };
    case 'fill':
      return { kind: 'fill', values: random.pick(values), card };
    case 'open':
      return { kind: 'open', form: random.pick(['report', 'comeback', 'nothing']) };
    case 'files':
      return { kind: 'files', files: [{ blob: 'b', name: 'n', type: 't', length: 1, sha256: '0', key: 'k' }] };
    default: {
      const name = random.pick(commands);
      const command: Command =
        name === 'edit' ? { name, step: random.pick(['what', 'where', 'contact', 'x']) } : { name };
      return { kind: 'command', command, card: random.chance(0.5) ? card : null };
    }
  }
}
