// Bots on one Redis, as a visitor meets them: whichever process answers, whatever happens to the server, whichever key is new.
import assert from 'node:assert/strict';
import path from 'node:path';
import { WebSocket } from 'ws';
import { openDesk } from '../support/desk.js';
import { startInProcess } from '../support/bot.js';
import { startRedis, type RedisServer } from '../support/redis.js';
import { newStateKey, shareStore } from '../support/shared-store.js';
import { reportToReview, shownReceipt, untilAsked, visit, type Activity, type Visitor } from '../support/visitor.js';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** A socket of the visitor's conversation at another process, and all that it has brought. */
async function openSocket(base: string, visitor: Visitor): Promise<{ seen: Activity[]; close: () => void }> {
  const headers = { authorization: `Bearer ${visitor.token}` };
  const url = `${base}/v3/directline/conversations/${encodeURIComponent(visitor.conversation)}?watermark=`;
  const { streamUrl } = (await (await fetch(url, { headers })).json()) as { streamUrl: string };
  const socket = new WebSocket(streamUrl);
  const seen: Activity[] = [];
  socket.on('message', (data: Buffer) => {
    const text = data.toString();
    if (text !== '') seen.push(...(JSON.parse(text) as { activities: Activity[] }).activities);
  });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  return { seen, close: () => socket.close() };
}

async function until(test: () => boolean, what: string): Promise<void> {
  for (let look = 0; look < 400; look += 1) {
    if (test()) return;
    await pause(25);
  }
  assert.fail(what);
}

describe('bots on one Redis', function () {
  this.timeout(60_000);
  let server: RedisServer | null = null;
  let database = 0;
  before(async () => {
    server = await startRedis({ databases: '100' });
  });
  after(() => server?.kill());
  const share = () => shareStore(`${server?.url}/${(database += 1)}`);

  it('a message posted at one process reaches the socket that another one holds', async () => {
    const { folder, env } = await share();
    const [one, other] = [await startInProcess(env, undefined, folder), await startInProcess(env, undefined, folder)];
    const visitor = await visit(one.base);
    await visitor.until((said) => said.length > 0);
    const socket = await openSocket(other.base, visitor);
    await until(() => socket.seen.some((item) => item.from.role === 'bot'), 'the socket has no history');
    const before = socket.seen.length;
    await visitor.post({ value: { action: 'report.start' } });
    const isAsked = () => JSON.stringify(socket.seen.slice(before)).includes('danger_now');
    await until(isAsked, 'the question did not reach the other process');
    assert.ok(socket.seen.some((item) => item.type === 'typing') || isAsked());
    socket.close();
    await Promise.all([one.stop(), other.stop()]);
  });

  it('turns that are posted in turn at two processes make one report, and a receipt is understood by both', async () => {
    const { folder, env } = await share();
    const bots = [await startInProcess(env, undefined, folder), await startInProcess(env, undefined, folder)];
    const [one, other] = bots.map(({ base }) => base);
    assert.ok(one && other);
    const visitor = await visit(one);
    const socket = await openSocket(other, visitor);
    visitor.moveTo(other);
    await visitor.post({ value: { action: 'report.start' } });
    await untilAsked(visitor, 'danger_now');
    visitor.moveTo(one);
    await visitor.press('step.next', { danger_now: 'no' });
    await untilAsked(visitor, 'what');
    visitor.moveTo(other);
    await visitor.press('step.next', { what: 'Told here and there.' });
    await untilAsked(visitor, 'ongoing');
    await visitor.press('form.review');
    await visitor.until(() => visitor.cardActions().some((data) => data.action === 'review.confirm'));
    // the same press at both
    await Promise.all([visitor.press('review.confirm'), (visitor.moveTo(one), visitor.press('review.confirm'))]);
    await visitor.until(() => shownReceipt(visitor) !== null);
    const receipt = shownReceipt(visitor) ?? '';
    assert.equal((await openDesk(path.join(folder, 'desk')).until((all) => all.length > 0)).length, 1);
    for (const base of [one, other]) {
      // The other process sees the masked entry on its socket; it must not answer for the one that knows the digits.
      const before = visitor.seen().length;
      visitor.moveTo(base);
      await visitor.say(receipt);
      await visitor.until(() => /Customs has received/.test(JSON.stringify(visitor.seen().slice(before))));
    }
    assert.ok(!/not a receipt|no such receipt/i.test(visitor.words()));
    socket.close();
    await Promise.all(bots.map((bot) => bot.stop()));
    assert.equal((await openDesk(path.join(folder, 'desk')).inbox()).length, 1);
  });

  it('the server is killed and started again in the middle of a conversation: nothing is lost', async () => {
    const own = await startRedis();
    const { folder, env } = await shareStore(own.url);
    const bot = await startInProcess(env, undefined, folder);
    const visitor = await visit(bot.base);
    await reportToReview(visitor, 'Told before the server died.');
    assert.equal(await visitor.upload('seal.jpg', 'image/jpeg', new Uint8Array(600_000).fill(7)), 200);
    await visitor.until(() => /1 file/.test(visitor.words()));
    await own.kill();
    const { reasons } = (await (await fetch(`${bot.admin}/readyz`)).json()) as { reasons: string[] };
    assert.match(reasons.join(), /cannot be reached/);
    assert.notEqual(await visitor.press('review.confirm'), 200, 'it said yes to what it could not keep');
    await own.restart();
    for (let look = 0; look < 100 && (await visitor.press('review.confirm')) !== 200; look += 1) await pause(100);
    await visitor.until(() => shownReceipt(visitor) !== null, 15_000);
    const desk = openDesk(path.join(folder, 'desk'));
    const [entry] = await desk.until((reports) => reports.length === 1);
    const opened = await desk.open(entry?.reportId ?? '');
    assert.equal(opened.report.answers.what, 'Told before the server died.');
    assert.equal(opened.files.length, 1);
    assert.equal((await fetch(`${bot.admin}/readyz`)).status, 200);
    await bot.stop();
    await own.kill();
  });

  it('a draft goes on under a new key while the old one is still there, and ends courteously when it is not', async () => {
    const { folder, env } = await share();
    const old = await startInProcess(env, undefined, folder);
    const visitor = await visit(old.base);
    await reportToReview(visitor, 'Told under the old key.');
    const late = await visit(old.base);
    await reportToReview(late, 'Told under the old key, and left.');
    await old.stop();

    const both = `${newStateKey('k2')},${env.STATE_KEYS}`;
    const rotated = await startInProcess({ ...env, STATE_KEYS: both }, undefined, folder);
    visitor.moveTo(rotated.base);
    assert.equal(await visitor.press('review.confirm'), 200);
    await visitor.until(() => shownReceipt(visitor) !== null);
    const desk = openDesk(path.join(folder, 'desk'));
    const [entry] = await desk.until((reports) => reports.length === 1);
    assert.equal((await desk.open(entry?.reportId ?? '')).report.answers.what, 'Told under the old key.');
    assert.ok((await visit(rotated.base)).conversation.startsWith('k2.'), 'a new conversation has the new key');
    await rotated.stop();

    const [only = ''] = both.split(',');
    const retired = await startInProcess({ ...env, STATE_KEYS: only }, undefined, folder);
    late.moveTo(retired.base);
    assert.equal(await late.say('hello'), 403, 'a client starts anew on 403');
    assert.equal(await late.poll(), 403);
    await (await visit(retired.base)).until((said) => said.length > 0);
    assert.ok(!retired.logged.some((event) => 'code' in event && event.code === 'unexpected'));
    await retired.stop();
  });
});
