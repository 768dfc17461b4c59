import assert from 'node:assert/strict';
import type { Outgoing, Reply } from '../../src/core/chat/message.js';
import { emptyState } from '../../src/core/dialogue/state.js';
import { placeReplies } from '../../src/turn/place-replies.js';
import type { Session } from '../../src/turn/session.js';

const session = (card: string | null): Session => ({
  v: 1,
  language: 'en',
  dialogue: emptyState,
  card: card === null ? null : { id: card, at: 1, form: 'report', step: 'what' },
  receiptCard: null,
});
const say: Reply = { kind: 'say', key: 'dialogue.resumed' };
const frozen: Reply = { kind: 'answered', form: 'report', step: 'what', outcome: 'answered', answers: {} };
const review: Reply = { kind: 'review', form: 'report', rev: 1, given: [], open: [] };
const out = (id: string, reply: Reply, replaces: string | null = null): Outgoing => ({
  id,
  language: 'en',
  reply,
  replaces: replaces === null ? null : { id: replaces, at: 1 },
  replyTo: '1',
});
const before = { unsaid: [], places: { '1.1': 'teams-7' } };

describe('placing replies', () => {
  it('puts the next question in the place of the card that was answered', () => {
    const replies = [out('2.1', frozen, '1.1'), out('2.2', review)];
    const { unsaid, places, inPlace } = placeReplies(before, session('2.2'), replies, 'teams-7');
    assert.deepEqual(
      unsaid.map(({ outgoing, place }) => [outgoing.id, place]),
      [['2.2', 'teams-7']],
    );
    assert.deepEqual(places, { '2.2': 'teams-7' });
    assert.equal(inPlace?.id, '2.2');
  });

  it('freezes the card and says the rest below it where there is more to say, or where the person typed', () => {
    const replies = [out('2.1', frozen, '1.1'), out('2.2', say), out('2.3', review)];
    const used = placeReplies(before, session('2.3'), replies, 'teams-7');
    assert.deepEqual(
      used.unsaid.map(({ place }) => place),
      ['teams-7', null, null],
    );
    assert.equal(used.inPlace?.id, '2.1');
    const typed = placeReplies(before, session('2.2'), [out('2.1', frozen, '1.1'), out('2.2', review)], null);
    assert.deepEqual(
      typed.unsaid.map(({ place }) => place),
      ['teams-7', null],
    );
    assert.equal(typed.inPlace, null);
    assert.deepEqual(typed.places, {}, 'a new question has no place before it is said');
  });

  it('never says a question that was overtaken before anybody saw it, nor what would have taken its place', () => {
    const waiting = { unsaid: [{ outgoing: out('1.1', review), place: null }], places: {} };
    const replies = [out('2.1', frozen, '1.1'), out('2.2', review)];
    const { unsaid } = placeReplies(waiting, session('2.2'), replies, null);
    assert.deepEqual(
      unsaid.map(({ outgoing }) => outgoing.id),
      ['2.2'],
    );
  });

  it('keeps what is unsaid before what is new', () => {
    const waiting = { unsaid: [{ outgoing: out('1.1', say), place: null }], places: {} };
    const { unsaid } = placeReplies(waiting, session(null), [out('2.1', say)], null);
    assert.deepEqual(
      unsaid.map(({ outgoing }) => outgoing.id),
      ['1.1', '2.1'],
    );
  });
});
