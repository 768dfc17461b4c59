import assert from 'node:assert/strict';
import { openDesk } from '../support/desk.js';
import { startInProcess, type Bot } from '../support/bot.js';
import { startFakeBotFramework, type FakeBotFramework } from '../support/fake-botframework.js';
import { temporaryFolder } from '../support/process.js';
import { teamsEnvironment } from '../support/teams-bot.js';
import {
  meetInTeams,
  teamsReportToReview,
  untilAskedInTeams,
  type Raw,
  type TeamsPerson,
} from '../support/teams-person.js';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const count = (person: TeamsPerson, words: RegExp) =>
  person.seen().filter((item) => words.test(JSON.stringify(item))).length;

describe('an activity of Teams', () => {
  let bot: Bot;
  let fake: FakeBotFramework;
  before(async () => {
    fake = await startFakeBotFramework();
    const folder = temporaryFolder();
    bot = await startInProcess(await teamsEnvironment(folder, fake), () => ({}), folder);
  });
  after(async () => {
    await bot.stop();
    await fake.close();
  });
  afterEach(() => {
    fake.failNext = [];
    fake.failAll = null;
  });

  /** The button of the live card as an activity of its own, so that it can be sent again. */
  const pressing = (person: TeamsPerson, action: string, values: Raw, id: string): Raw => {
    const card = person.live();
    const data = card?.actions.find((item) => item.data.action === action)?.data;
    assert.ok(card && data);
    const value = { action: { type: 'Action.Execute', verb: action, data: { ...data, ...values } }, trigger: 'manual' };
    return { type: 'invoke', name: 'adaptiveCard/action', value, replyToId: card.id, id };
  };

  it('has one effect when it is delivered again, and the same answer', async () => {
    const anna = meetInTeams(bot.base, fake);
    await anna.send({ type: 'installationUpdate', action: 'add' });
    await anna.until(() => anna.live() !== null);
    await anna.press('report.start');
    await untilAskedInTeams(anna, 'danger_now');
    const activity = pressing(anna, 'step.next', { danger_now: 'no' }, 'again');
    const first = await anna.send(activity);
    await pause(50);
    const calls = fake.calls.length;
    assert.deepEqual(await anna.send(activity), first);
    await pause(50);
    assert.equal(fake.calls.length, calls, 'what was confirmed is not said again');
    const text = { text: 'What I saw is a seal that was broken.', id: 'text' };
    await anna.send(text);
    await anna.send(text);
    await anna.until(() => anna.live()?.actions.some(({ data }) => data.step === 'ongoing') ?? false);
    await pause(50);
    assert.equal(count(anna, /"ongoing"/), 1);
  });

  it('has one effect when it comes twice at the same moment, many times over', async () => {
    const anna = meetInTeams(bot.base, fake);
    const before = (await openDesk(bot.desk).inbox()).length;
    await teamsReportToReview(anna, 'Sent from two devices at once.');
    const activity = pressing(anna, 'review.confirm', {}, 'twice');
    const answers = await Promise.all(Array.from({ length: 10 }, () => anna.send(activity)));
    assert.ok(answers.every(({ status }) => status === 200));
    const others = Array.from({ length: 5 }, (_, index) => ({ ...activity, id: `other-${index}` }));
    await Promise.all(others.map((other) => anna.send(other)));
    await anna.until(() => count(anna, /sent already/) === 5);
    await openDesk(bot.desk).until((found) => found.length > before);
    await pause(50);
    assert.equal((await openDesk(bot.desk).inbox()).length, before + 1);
    assert.equal(count(anna, /Your report is kept/), 1);
  });

  it('gets a courteous word when its card was answered already, or answers come out of order', async () => {
    const anna = meetInTeams(bot.base, fake);
    await anna.send({ type: 'installationUpdate', action: 'add' });
    await anna.until(() => anna.live() !== null);
    await anna.press('report.start');
    await untilAskedInTeams(anna, 'danger_now');
    const old = pressing(anna, 'step.next', { danger_now: 'yes' }, 'old');
    await anna.press('step.next', { danger_now: 'no' });
    await untilAskedInTeams(anna, 'what');
    assert.equal((await anna.send(old)).status, 200);
    await anna.until(() => /answered already/.test(anna.words()));
    await untilAskedInTeams(anna, 'what');
    assert.ok(!/Call 112 now/.test(anna.words()));
    // At most one card can be answered: the one that was live has been frozen.
    assert.equal(count(anna, /"step\.next"/), 1);
  });

  it('puts the next question in the place of the card, for Action.Submit too, so that no answer stays in the chat', async () => {
    const anna = meetInTeams(bot.base, fake);
    await anna.send({ type: 'installationUpdate', action: 'add' });
    await anna.until(() => anna.live() !== null);
    await anna.press('report.start');
    await untilAskedInTeams(anna, 'danger_now');
    await anna.press('step.next', { danger_now: 'no' });
    await untilAskedInTeams(anna, 'what');
    const messages = anna.seen().length;
    assert.equal((await anna.submit('step.next', { what: 'A seal was broken by a stranger.' })).status, 200);
    await untilAskedInTeams(anna, 'ongoing');
    assert.equal(anna.seen().length, messages);
    assert.ok(!anna.words().includes('by a stranger'));
  });

  for (const [name, failures] of [
    ['429 with Retry-After', [{ status: 429, headers: { 'retry-after': '0' } }]],
    ['429 without', [{ status: 429 }]],
    ['412, 502 and 504 in a row', [{ status: 412 }, { status: 502 }, { status: 504 }]],
    ['401 once', [{ status: 401 }]],
  ] as const) {
    it(`is answered soon when the connector says ${name}`, async () => {
      const anna = meetInTeams(bot.base, fake);
      fake.failNext = [...failures];
      await anna.say('hello');
      await anna.until(() => count(anna, /Cooperation against/) === 1);
      assert.deepEqual(fake.failNext, []);
    });
  }

  for (const status of [500, 0, 429]) {
    it(`is answered later, once, when the connector fails (${status || 'no answer'})`, async function () {
      this.timeout(40_000);
      const anna = meetInTeams(bot.base, fake);
      fake.failAll = { status };
      await teamsFirstWord(anna);
      fake.failAll = null;
      assert.equal(count(anna, /./), 0);
      bot.pass(20_000);
      await anna.until(() => count(anna, /Cooperation against/) === 1, 15_000);
      await pause(100);
      bot.pass(20_000);
      await pause(2_500);
      assert.equal(count(anna, /Cooperation against/), 1);
    });
  }

  async function teamsFirstWord(anna: TeamsPerson): Promise<void> {
    const calls = fake.calls.length;
    assert.equal((await anna.say('hello')).status, 200);
    await anna.until(() => fake.calls.length > calls);
    await anna.until(() => bot.logged.some(({ event }) => event === 'reply.later'), 15_000);
    bot.logged.length = 0;
  }

  it('says what is unsaid before the answer to the next message, in order', async () => {
    const anna = meetInTeams(bot.base, fake);
    fake.failNext = [{ status: 500 }];
    await anna.say('hello');
    await anna.until(() => bot.logged.some(({ event }) => event === 'reply.later'));
    bot.logged.length = 0;
    await anna.say('A seal was broken on the trailer at the gate.');
    await untilAskedInTeams(anna, 'danger_now');
    const said = anna.seen().map((item) => JSON.stringify(item));
    assert.ok(said.findIndex((item) => /Cooperation/.test(item)) === 0, 'the welcome comes first');
    assert.equal(count(anna, /Cooperation against/), 1);
  });

  it('gives up on a conversation that is gone, without an alarm', async () => {
    const anna = meetInTeams(bot.base, fake);
    fake.failNext = [{ status: 403 }];
    await anna.say('hello');
    await anna.until(() => bot.logged.some(({ event }) => event === 'reply.dropped'));
    bot.logged.length = 0;
    await pause(50);
    assert.equal(count(anna, /./), 0);
    await anna.say('hello');
    await anna.until(() => anna.seen().length > 0);
  });

  it('asks the token service once, however many replies there are', () => {
    assert.ok(fake.tokens >= 1 && fake.tokens <= 2, `${fake.tokens} tokens for ${fake.calls.length} calls`);
  });
});
