import assert from 'node:assert/strict';
import { activityId, toActivities } from '../../../src/adapters/directline/to-activities.js';
import type { Drawn, Outgoing, Reply } from '../../../src/core/chat/message.js';
import type { Entry, Transcript } from '../../../src/turn/chat.js';

const at = Date.UTC(2026, 4, 12, 10);
const say = (text: string): Reply => ({ kind: 'say', key: text });

function outgoing(seq: number, id: string, reply: Reply, extra: Partial<Outgoing> = {}): Entry {
  const replyTo = id.split('.')[0] ?? '';
  const out: Outgoing = { id, language: 'sv', reply, replaces: null, replyTo, ...extra };
  return { seq, id, at: at + seq, direction: 'out', outgoing: out };
}

function inbound(seq: number, shown: Record<string, unknown> | null): Entry {
  const incoming = { input: { kind: 'unknown' as const }, entropy: '', shown, origin: null };
  return { seq, id: String(seq), at: at + seq, direction: 'in', incoming };
}

const transcript = (entries: Entry[], receipt: string | null = null): Transcript => ({
  entries,
  watermark: entries.length,
  receipt,
});
const place = { conversation: 'conv', user: 'dl_me' };
const drawText = (reply: Reply): Drawn => ({
  text: reply.kind === 'say' ? reply.key : reply.kind,
  card: null,
  buttons: [],
});

describe('entries as activities', () => {
  it('ids are the seq in seven digits, replies have .n', () => {
    assert.equal(activityId('conv', '2'), 'conv|0000002');
    assert.equal(activityId('conv', '12.3'), 'conv|0000012.3');
  });

  it('an inbound entry is echoed as it was shown, from the user of the token', () => {
    const shown = {
      type: 'message',
      text: 'hi',
      channelData: { clientActivityID: 'c1' },
      from: { id: 'forged' },
      id: 'forged',
    };
    const [echo] = toActivities(place, transcript([inbound(2, shown)]), drawText);
    assert.deepEqual(echo, {
      type: 'message',
      text: 'hi',
      channelData: { clientActivityID: 'c1' },
      id: 'conv|0000002',
      timestamp: new Date(at + 2).toISOString(),
      from: { id: 'dl_me', name: '', role: 'user' },
      conversation: { id: 'conv' },
      channelId: 'webchat',
    });
  });

  it('a start is never shown', () => {
    assert.deepEqual(toActivities(place, transcript([inbound(1, null)]), drawText), []);
  });

  it('a reply is plain text in its language, and says what it answers', () => {
    const [reply] = toActivities(place, transcript([outgoing(3, '2.1', say('Hej'))]), drawText);
    assert.deepEqual(reply, {
      type: 'message',
      id: 'conv|0000002.1',
      timestamp: new Date(at + 3).toISOString(),
      from: { id: 'bot', role: 'bot' },
      conversation: { id: 'conv' },
      channelId: 'webchat',
      locale: 'sv-SE',
      inputHint: 'acceptingInput',
      replyToId: 'conv|0000002',
      text: 'Hej',
      textFormat: 'plain',
    });
  });

  it('a card is an attachment whose text twin is the fallback, and there is no second bubble', () => {
    const card = { type: 'AdaptiveCard', version: '1.5', body: [] };
    const review: Reply = { kind: 'review', form: 'report', rev: 1, given: [], open: [] };
    const [reply] = toActivities(place, transcript([outgoing(3, '2.1', review)]), () => ({
      text: 'In words',
      card,
      buttons: [],
    }));
    assert.deepEqual(reply?.attachments, [
      { contentType: 'application/vnd.microsoft.card.adaptive', content: { ...card, fallbackText: 'In words' } },
    ]);
    assert.equal(reply?.text, undefined);
    assert.equal(reply?.speak, undefined);
    assert.equal(reply?.inputHint, 'expectingInput');
    assert.deepEqual(reply?.channelData, { 'webchat:fallback-text': 'In words', text: 'In words' });
  });

  it('buttons are suggested actions that send their action back as a value', () => {
    const drawn: Drawn = { text: 'Choose', card: null, buttons: [{ title: 'Report', action: 'report.start' }] };
    const [reply] = toActivities(place, transcript([outgoing(3, '2.1', say(''))]), () => drawn);
    assert.deepEqual(reply?.suggestedActions, {
      actions: [{ type: 'postBack', title: 'Report', value: { action: 'report.start' } }],
    });
  });

  it('the receipt is handed to the drawing only while the transcript has it', () => {
    const seen: (string | null)[] = [];
    const draw = (_: Reply, context: { receipt: string | null; language: string; channel: string }): Drawn => {
      seen.push(context.receipt);
      assert.deepEqual([context.language, context.channel], ['sv', 'web']);
      return { text: '', card: null, buttons: [] };
    };
    toActivities(place, transcript([outgoing(3, '2.1', say(''))], '123'), draw);
    toActivities(place, transcript([outgoing(3, '2.1', say(''))], null), draw);
    assert.deepEqual(seen, ['123', null]);
  });

  it('what replaces keeps the id and the time of the first, and answers nothing', () => {
    const replaces = { id: '2.1', at: at + 3 };
    const [reply] = toActivities(place, transcript([outgoing(9, '7.1', say('frozen'), { replaces })]), drawText);
    assert.equal(reply?.id, 'conv|0000002.1');
    assert.equal(reply?.timestamp, new Date(at + 3).toISOString());
    assert.equal(reply?.replyToId, undefined);
  });

  it('when a batch holds the first and what replaced it, only the newest is sent, at the place of the first', () => {
    const replaces = { id: '2.1', at: at + 3 };
    const entries = [
      outgoing(3, '2.1', say('first')),
      inbound(4, { type: 'message', text: 'answer' }),
      outgoing(5, '4.1', say('second'), { replaces }),
      outgoing(6, '4.2', say('next')),
      outgoing(7, '4.3', say('third'), { replaces }),
    ];
    const activities = toActivities(place, transcript(entries), drawText);
    assert.deepEqual(
      activities.map(({ text }) => text),
      ['third', 'answer', 'next'],
    );
  });
});
