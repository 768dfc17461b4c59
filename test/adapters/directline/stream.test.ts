import assert from 'node:assert/strict';
import { useFakeTimers, type SinonFakeTimers } from 'sinon';
import { WebSocket } from 'ws';
import { startChannelServer, type ChannelServer } from '../../support/channel-server.js';
import {
  lineUrl,
  newToken,
  openStream,
  post,
  request,
  startConversation,
  upgradeStatus,
  type Started,
} from '../../support/directline-client.js';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('streams', () => {
  let server: ChannelServer;
  let session: Started;

  beforeEach(async () => {
    server = await startChannelServer();
    session = await startConversation(server.url);
    await server.chat.settle();
  });
  afterEach(() => server.close());

  const reopen = async (watermark: string) => {
    const url = lineUrl(server.url, `/conversations/${session.conversationId}?watermark=${watermark}`);
    return (await request<Started>(url, { method: 'GET', token: session.token })).body.streamUrl;
  };

  it('the first frame brings everything from the beginning, with a watermark', async () => {
    const stream = await openStream(session.streamUrl);
    await stream.until(({ text }) => text === 'What would you like to do?');
    assert.equal(stream.frames[0]?.watermark, '3');
    assert.equal(stream.frames.length, 1);
    stream.close();
  });

  it('a stream opened at a watermark brings only what came after it', async () => {
    await post(server.url, session, { text: 'missed' });
    await server.chat.settle();
    const stream = await openStream(await reopen('3'));
    await stream.until(({ text }) => text === 'You said: missed');
    assert.deepEqual(
      stream.activities.map(({ text }) => text),
      ['missed', 'You said: missed'],
    );
    stream.close();
  });

  it('a first frame without news still gives the watermark', async () => {
    const stream = await openStream(await reopen('3'));
    await pause(50);
    assert.deepEqual(stream.frames, [{ activities: [], watermark: '3' }]);
    stream.close();
  });

  it('every entry comes once and in order, however many signals come at once', async () => {
    const stream = await openStream(session.streamUrl);
    await Promise.all(
      Array.from({ length: 20 }, async (_, n) => {
        await post(server.url, session, { text: `m${n}` });
        for (let signal = 0; signal < 5; signal += 1) server.fanout.publish(session.conversationId, 'entries');
      }),
    );
    await server.chat.settle();
    await stream.until(({ text }) => text === 'You said: m19');
    await pause(50);
    const ids = stream.activities.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    assert.equal(ids.length, 42);
    const marks = stream.frames.map(({ watermark }) => Number(watermark));
    assert.deepEqual(
      marks,
      [...marks].sort((a, b) => a - b),
    );
    stream.close();
  });

  it('the echo comes also when the turn has cut it from the log', async () => {
    server.chat.turnTime = 0;
    const read = server.chat.read.bind(server.chat);
    server.chat.read = async (ref, after) => {
      await pause(20);
      return read(ref, after);
    };
    const stream = await openStream(session.streamUrl);
    await stream.until(({ text }) => text === 'Welcome.');
    await post(server.url, session, { text: 'send', channelData: { clientActivityID: 'cut' } });
    await stream.until(({ text }) => text?.startsWith('Your receipt') ?? false);
    await stream.until(({ channelData }) => channelData?.clientActivityID === 'cut');
    assert.equal(stream.activities.filter(({ channelData }) => channelData?.clientActivityID === 'cut').length, 1);
    stream.close();
  });

  it('typing is shown live, is not on the log, and does not move the watermark', async () => {
    const stream = await openStream(session.streamUrl);
    await stream.until(({ text }) => text === 'Welcome.');
    server.chat.typing(session.conversationId);
    const typing = await stream.until(({ type }) => type === 'typing');
    assert.equal(typing.from.role, 'bot');
    assert.equal(stream.frames.at(-1)?.watermark, '3');
    stream.close();
  });

  it('two pages of one conversation both get everything', async () => {
    const [one, two] = [await openStream(session.streamUrl), await openStream(session.streamUrl)];
    await post(server.url, session, { text: 'both' });
    await Promise.all([one, two].map((stream) => stream.until(({ text }) => text === 'You said: both')));
    one.close();
    two.close();
  });

  it('a fifth page sends the oldest away; closed pages leave no subscription behind', async () => {
    const streams = [];
    for (let n = 0; n < 5; n += 1) streams.push(await openStream(await reopen('0')));
    assert.equal(await streams[0]?.closed, 1008);
    for (const stream of streams) stream.close();
    await Promise.all(streams.map(({ closed }) => closed));
    await pause(50);
    assert.equal(server.fanout.subscriptions(), 0);
  });

  it('an ended conversation closes its sockets with a code of its own', async () => {
    const stream = await openStream(session.streamUrl);
    server.chat.end(session.conversationId, { signal: true });
    assert.equal(await stream.closed, 4404);
    const late = await openStream(session.streamUrl);
    assert.equal(await late.closed, 4404);
  });

  it('empty frames are ignored; frames over 1 kB end the socket', async () => {
    const stream = await openStream(session.streamUrl);
    stream.socket.send('');
    stream.socket.send('{"any":"thing"}');
    await post(server.url, session, { text: 'still there' });
    await stream.until(({ text }) => text === 'You said: still there');
    stream.socket.send('x'.repeat(2000));
    assert.notEqual(await stream.closed, 1000);
  });

  it('refuses the page of somebody else', async () => {
    assert.equal(await upgradeStatus(session.streamUrl, { origin: 'https://evil.example' }), 403);
    assert.equal(await upgradeStatus(session.streamUrl, { origin: server.url }), 101);
    assert.equal(await upgradeStatus(session.streamUrl), 101);
  });

  it('refuses a chat token, a stream token of another conversation, an old one, none, and other paths', async () => {
    const other = await startConversation(server.url);
    const [path = '', query = ''] = session.streamUrl.split('?');
    const [otherPath = ''] = other.streamUrl.split('?');
    assert.equal(await upgradeStatus(`${path}?watermark=0&t=${session.token}`), 403);
    assert.equal(await upgradeStatus(`${otherPath}?${query}`), 403);
    assert.equal(await upgradeStatus(`${path}?watermark=0`), 403);
    assert.equal(await upgradeStatus(`${path.replace('/stream', '%E0%A4%A/stream')}?${query}`), 403);
    assert.equal(await upgradeStatus(`${server.url.replace('http', 'ws')}/other`), 404);
    server.clock.offset = 61_000;
    assert.equal(await upgradeStatus(session.streamUrl), 403);
  });

  it('a graceful stop sends sockets away with 1001 and lets nobody in; the log goes on at the next process', async () => {
    const stream = await openStream(session.streamUrl);
    await stream.until(({ text }) => text === 'Welcome.');
    await server.closeSockets();
    assert.equal(await stream.closed, 1001);
    assert.equal(await upgradeStatus(session.streamUrl), 503);
    const next = await startChannelServer({ life: server });
    const url = lineUrl(next.url, `/conversations/${session.conversationId}?watermark=2`);
    const again = await request<Started>(url, { method: 'GET', token: session.token });
    const resumed = await openStream(again.body.streamUrl);
    await resumed.until(({ text }) => text === 'What would you like to do?');
    assert.equal(resumed.activities.length, 1);
    resumed.close();
    await next.close();
  });

  it('a reader that does not answer at a stop does not hold it up', async () => {
    const stream = await openStream(session.streamUrl);
    stream.socket.pause();
    const begun = Date.now();
    await server.closeSockets();
    assert.ok(Date.now() - begun < 3000);
  });

  it('a store that fails closes the socket, so that the client comes back', async () => {
    const stream = await openStream(session.streamUrl);
    await stream.until(({ text }) => text === 'Welcome.');
    server.chat.failure = new Error('CANARY');
    server.fanout.publish(session.conversationId, 'entries');
    assert.equal(await stream.closed, 1011);
    server.chat.failure = null;
    assert.deepEqual(server.log.events, [{ event: 'request.failed', route: 'stream', code: 'unexpected' }]);
  });

  it('a slow reader is dropped', async () => {
    const stream = await openStream(session.streamUrl);
    await stream.until(({ text }) => text === 'Welcome.');
    stream.socket.pause();
    const long = 'x'.repeat(20_000);
    for (let n = 0; n < 400; n += 1) await post(server.url, session, { text: long });
    await server.chat.settle();
    stream.socket.resume();
    assert.equal(await stream.closed, 1006);
  });

  describe('every 30 seconds', () => {
    let timers: SinonFakeTimers;
    beforeEach(() => {
      timers = useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    });
    afterEach(() => timers.restore());

    const tick = async () => {
      timers.tick(30_000);
      await pause(50);
    };

    it('a socket is pinged, and one that does not answer is dropped', async () => {
      const stream = await openStream(session.streamUrl);
      let pings = 0;
      stream.socket.on('ping', () => (pings += 1));
      await tick();
      await tick();
      assert.equal(pings, 2);
      stream.socket.pause();
      await tick();
      await tick();
      stream.socket.resume();
      assert.equal(await stream.closed, 1006);
    });

    it('a conversation that ran out of time closes its sockets, without anybody telling', async () => {
      const stream = await openStream(session.streamUrl);
      await stream.until(({ text }) => text === 'Welcome.');
      server.chat.end(session.conversationId);
      await tick();
      assert.equal(stream.socket.readyState, WebSocket.OPEN);
      server.clock.offset = 31 * 60_000;
      await tick();
      assert.equal(await stream.closed, 4404);
    });
  });

  it('a token for a conversation that never started opens no history', async () => {
    const bare = await newToken(server.url);
    const url = lineUrl(server.url, `/conversations/${bare.conversationId}`);
    assert.equal((await request(url, { method: 'GET', token: bare.token })).status, 403);
  });

  it('a client that leaves during the handshake harms nobody', async () => {
    for (let n = 0; n < 5; n += 1) {
      const socket = new WebSocket(session.streamUrl);
      socket.on('error', () => undefined);
      await pause(n);
      socket.terminate();
    }
    const stream = await openStream(session.streamUrl);
    await stream.until(({ text }) => text === 'Welcome.');
    stream.close();
  });
});
