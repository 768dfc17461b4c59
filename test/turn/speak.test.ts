import assert from 'node:assert/strict';
import type { Reply } from '../../src/core/chat/message.js';
import { emptyState } from '../../src/core/dialogue/state.js';
import type { Session } from '../../src/turn/session.js';
import { speak } from '../../src/turn/speak.js';

const session: Session = { v: 1, language: 'en', dialogue: emptyState, card: null, receiptCard: null };
const withCard: Session = { ...session, card: { id: '3.1', at: 900, form: 'report', step: 'gone' } };
const entry = { id: '7', at: 1000 };

const ask = (step: string): Reply => ({
  kind: 'ask',
  form: 'report',
  step,
  rev: 1,
  values: {},
  context: {},
  problems: [],
  times: 1,
  isRequired: false,
  canGoBack: false,
  progress: { number: 1, of: 2 },
});
const answered = (step: string): Reply => ({
  kind: 'answered',
  form: 'report',
  step,
  outcome: 'answered',
  answers: {},
});
const say: Reply = { kind: 'say', key: 'dialogue.resumed' };

const said = (replies: Reply[], before = withCard) =>
  speak(before, replies, entry).replies.map(({ at, outgoing }) => [
    outgoing.id,
    at,
    outgoing.reply.kind === 'ask' || outgoing.reply.kind === 'answered' ? outgoing.reply.step : outgoing.reply.kind,
    outgoing.replaces?.id ?? null,
  ]);

describe('speak', () => {
  it('puts the read-only form in the place of the card that was answered', () => {
    assert.deepEqual(said([answered('what'), ask('where')]), [
      ['7.1', 900, 'what', '3.1'],
      ['7.2', 1002, 'where', null],
    ]);
    assert.deepEqual(speak(withCard, [answered('what'), ask('where')], entry).session.card, {
      id: '7.2',
      at: 1002,
      form: 'report',
      step: 'where',
    });
  });

  it('never leaves two live cards: one that is left behind is frozen', () => {
    assert.deepEqual(said([say, ask('where')]), [
      ['7.1', 1001, 'say', null],
      ['7.2', 900, 'gone', '3.1'],
      ['7.3', 1003, 'where', null],
    ]);
  });

  it('does not show a question that was overtaken in the same turn, nor the answer to it', () => {
    assert.deepEqual(said([ask('danger_now'), answered('danger_now'), say, ask('what')], session), [
      ['7.1', 1001, 'say', null],
      ['7.2', 1002, 'what', null],
    ]);
  });

  it('does not show a question that was answered in the same turn', () => {
    assert.deepEqual(said([ask('receipt'), answered('receipt'), say], session), [['7.1', 1001, 'say', null]]);
    assert.deepEqual(said([ask('receipt'), answered('receipt'), say]), [['7.1', 1001, 'say', null]]);
  });

  it('does not answer a card of one form with the answer to another that was opened on top of it', () => {
    assert.deepEqual(said([ask('receipt'), answered('receipt'), say, ask('where')]), [
      ['7.1', 1001, 'say', null],
      ['7.2', 900, 'gone', '3.1'],
      ['7.3', 1003, 'where', null],
    ]);
  });

  it('keeps the live card where the dialogue said something and asked nothing', () => {
    assert.deepEqual(speak(withCard, [say], entry).session.card, withCard.card);
    assert.equal(speak(withCard, [answered('what'), say], entry).session.card, null);
  });

  it('remembers where the receipt is shown, and takes it off there once it is saved', () => {
    const receipt: Reply = { kind: 'receipt', isDemonstration: true, isUrgent: false };
    const shown = speak(withCard, [receipt], entry).session;
    assert.deepEqual(shown.receiptCard, { id: '7.1', at: 1001 });
    const saved = speak(shown, [receipt], { id: '9', at: 2000 });
    assert.deepEqual(saved.replies[0]?.outgoing.replaces, { id: '7.1', at: 1001 });
    assert.equal(saved.session.receiptCard, null);
  });
});
