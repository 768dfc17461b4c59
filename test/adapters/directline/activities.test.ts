import assert from 'node:assert/strict';
import { receiptFrom } from '../../../src/core/reports/receipt.js';
import { startChannelServer, type ChannelServer } from '../../support/channel-server.js';
import {
  lineUrl,
  newToken,
  openStream,
  post,
  request,
  startConversation,
  type Frame,
  type Started,
} from '../../support/directline-client.js';

const receipt = receiptFrom('0123456789abcdef0123456789abcdef');

describe('activities over HTTP', () => {
  let server: ChannelServer;
  let session: Started;

  beforeEach(async () => {
    server = await startChannelServer();
    session = await startConversation(server.url);
    await server.chat.settle();
  });
  afterEach(() => server.close());

  const poll = (watermark = '') =>
    request<Frame>(lineUrl(server.url, `/conversations/${session.conversationId}/activities?watermark=${watermark}`), {
      method: 'GET',
      token: session.token,
    });

  it('a message is answered before its turn is done, and its echo comes before the reply', async () => {
    server.chat.turnTime = 200;
    const stream = await openStream(session.streamUrl);
    const begun = Date.now();
    const { status, body } = await post(server.url, session, {
      text: 'hello',
      channelData: { clientActivityID: 'abc' },
    });
    assert.ok(Date.now() - begun < 150);
    assert.equal(status, 200);
    assert.equal(body.id, `${session.conversationId}|0000004`);
    const reply = await stream.until(({ text }) => text === 'You said: hello');
    const echo = stream.activities.find(({ channelData }) => channelData?.clientActivityID === 'abc');
    assert.equal(echo?.id, body.id);
    assert.equal(reply.replyToId, body.id);
    assert.ok(stream.activities.indexOf(reply) > stream.activities.findIndex(({ id }) => id === body.id));
    stream.close();
  });

  it('the sender is the user of the token, whatever the body says', async () => {
    await post(server.url, session, { text: 'hi', from: { id: 'dl_other', name: 'Other', role: 'bot' } });
    const { body } = await poll();
    const echo = body.activities.find(({ text }) => text === 'hi');
    assert.deepEqual(echo?.from, { id: session.userId, name: '', role: 'user' });
  });

  it('timestamps grow strictly in the order of what was said', async () => {
    await Promise.all(Array.from({ length: 10 }, (_, n) => post(server.url, session, { text: `m${n}` })));
    await server.chat.settle();
    const { body } = await poll();
    const times = body.activities.map(({ timestamp }) => timestamp).sort();
    assert.equal(new Set(times).size, times.length);
  });

  it('the same message twice has one effect and one answer', async () => {
    const again = { text: 'once', channelData: { clientActivityID: 'same' } };
    const both = await Promise.all([post(server.url, session, again), post(server.url, session, again)]);
    assert.equal(both[0].body.id, both[1].body.id);
    assert.equal(server.chat.inputs.filter(({ kind }) => kind === 'text').length, 1);
  });

  it('a card submit is echoed with its value and postBack, so that no bubble appears', async () => {
    const value = { action: 'step.next', step: 'what', rev: 1, what: 'a van' };
    await post(server.url, session, { value, channelData: { postBack: true, clientActivityID: 'p1' } });
    const { body } = await poll();
    const echo = body.activities.find(({ channelData }) => channelData?.clientActivityID === 'p1');
    assert.deepEqual(echo?.channelData, { postBack: true, clientActivityID: 'p1' });
    assert.deepEqual(echo?.value, value);
    assert.equal(echo?.text, undefined);
  });

  it('an answered card is replaced by its read-only form, with its id and time', async () => {
    const stream = await openStream(session.streamUrl);
    await post(server.url, session, { text: 'card' });
    const card = await stream.until(({ attachments }) => attachments?.[0]?.content !== undefined);
    await post(server.url, session, { value: { action: 'step.next', what: 'a van' } });
    await stream.until(({ text }) => text === 'Thank you.');
    const frozen = stream.activities.findLast(({ id }) => id === card.id);
    assert.equal(frozen?.timestamp, card.timestamp);
    assert.match(JSON.stringify(frozen?.attachments), /FactSet/);
    const { body } = await poll();
    assert.equal(body.activities.filter(({ id }) => id === card.id).length, 1);
    stream.close();
  });

  it('polling gives what is new after the watermark', async () => {
    const first = await poll();
    assert.deepEqual(
      first.body.activities.map(({ text }) => text),
      ['Welcome.', 'What would you like to do?'],
    );
    assert.equal(first.body.watermark, '3');
    assert.deepEqual((await poll('3')).body, { activities: [], watermark: '3' });
    await post(server.url, session, { text: 'more' });
    await server.chat.settle();
    assert.deepEqual(
      (await poll('3')).body.activities.map(({ text }) => text),
      ['more', 'You said: more'],
    );
  });

  it('a client that polls gets the echo of a message whose turn cut the log', async () => {
    await post(server.url, session, { text: 'send', channelData: { clientActivityID: 'cut' } });
    await server.chat.settle();
    const { body } = await poll('3');
    assert.deepEqual(
      body.activities.map(({ text }) => text),
      ['send', 'Your receipt: 12345678901234565'],
    );
    server.clock.offset = 60_000;
    assert.equal((await poll('3')).body.activities.length, 1);
  });

  it('a receipt that a person writes is masked on the log and in the echo, and goes on in memory only', async () => {
    await post(server.url, session, { text: `my receipt is ${receipt}` });
    await post(server.url, session, { value: { action: 'step.next', receipt } });
    const { body } = await poll();
    assert.ok(!JSON.stringify(body).includes(receipt));
    assert.ok(!JSON.stringify(body).includes(receipt.slice(0, 8)));
    const shown = server.chat
      .logOf(session.conversationId)
      .map((entry) => (entry.direction === 'in' ? entry.incoming.shown : null));
    assert.ok(!JSON.stringify(shown).includes(receipt));
    const given = server.chat.inputs.flatMap((input) => ('receipt' in input ? [input.receipt] : []));
    assert.deepEqual(given, [receipt, receipt]);
  });

  it('typing and events are answered and leave no trace', async () => {
    const before = server.chat.inputs.length;
    for (const type of ['typing', 'event', 'conversationUpdate']) {
      assert.equal((await post(server.url, session, { type, name: 'x' })).status, 200);
    }
    assert.equal(server.chat.inputs.length, before);
  });

  it('refuses no JSON, no type, more than 256 kB, and a message that is no object', async () => {
    const url = lineUrl(server.url, `/conversations/${session.conversationId}/activities`);
    const send = (body: unknown) => request(url, { token: session.token, body });
    assert.equal((await send('{')).status, 400);
    assert.equal((await send('[]')).status, 400);
    assert.equal((await send({ text: 'x' })).status, 400);
    assert.equal((await send(JSON.stringify({ type: 'message', text: 'x'.repeat(263_000) }))).status, 413);
    assert.equal((await send({ type: 'message', text: 'x'.repeat(200_000) })).status, 200);
  });

  it('401 without a token, 403 with one that has ended or is for another conversation', async () => {
    const other = await startConversation(server.url);
    assert.equal((await post(server.url, { ...session, token: other.token }, { text: 'x' })).status, 403);
    assert.equal((await post(server.url, { ...other, token: session.token }, { text: 'x' })).status, 403);
    const url = lineUrl(server.url, `/conversations/${session.conversationId}/activities`);
    assert.equal((await request(url, { body: { type: 'message' } })).status, 401);
    assert.equal((await request(url, { method: 'GET', token: other.token })).status, 403);
    server.clock.offset = 31 * 60_000;
    assert.equal((await poll()).status, 403);
  });

  it('403 on a conversation that is gone or was never started', async () => {
    server.chat.end(session.conversationId);
    assert.equal((await post(server.url, session, { text: 'x' })).status, 403);
    assert.equal((await poll()).status, 403);
    assert.equal((await post(server.url, await newToken(server.url), { text: 'x' })).status, 403);
  });

  it('a fault gives 500 without a word of its message, and a log event without a word of the request', async () => {
    server.chat.failure = new Error('CANARY of the store');
    const { status, body } = await post(server.url, session, { text: 'CANARY of the person' });
    assert.equal(status, 500);
    assert.ok(!JSON.stringify(body).includes('CANARY'));
    assert.deepEqual(server.log.events, [
      {
        event: 'request.failed',
        route: 'POST /v3/directline/conversations/:conversation/activities',
        code: 'unexpected',
      },
    ]);
    server.chat.failure = null;
  });
});
