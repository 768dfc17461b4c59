import assert from 'node:assert/strict';
import { isReceipt } from '../../src/core/reports/receipt.js';
import { startInProcess, type Bot } from '../support/bot.js';
import { openDesk } from '../support/desk.js';
import { reportToReview, shownReceipt, untilAsked, visit, type Visitor } from '../support/visitor.js';

const minute = 60_000;

/** What a browser sees that opens the conversation anew. */
async function reloaded(visitor: Visitor): Promise<string> {
  const response = await fetch(
    `${visitorBase}/v3/directline/conversations/${encodeURIComponent(visitor.conversation)}/activities?watermark=0`,
    { headers: { authorization: `Bearer ${visitor.token}` } },
  );
  assert.equal(response.status, 200);
  return response.text();
}
let visitorBase = '';

async function sent(
  bot: Bot,
  what = 'A report for the sake of its receipt.',
): Promise<{ visitor: Visitor; receipt: string }> {
  visitorBase = bot.base;
  const visitor = await visit(bot.base);
  await reportToReview(visitor, what);
  await visitor.press('review.confirm');
  await visitor.until(() => shownReceipt(visitor) !== null);
  return { visitor, receipt: shownReceipt(visitor) ?? '' };
}

describe('the receipt', () => {
  let bot: Bot;
  before(async () => {
    bot = await startInProcess();
  });
  after(() => bot.stop());

  it('is 16 digits and a check digit, shown once the report is durable', async () => {
    const order: string[] = [];
    const watched = await startInProcess({}, (ports) => ({
      records: {
        ...ports.records,
        async commit(conversation, expected, change) {
          const done = await ports.records.commit(conversation, expected, change);
          if (change.parcels.length > 0) order.push(`durable ${done}`);
          return done;
        },
      },
      fanout: {
        ...ports.fanout,
        publish(conversation, signal) {
          if (signal === 'entries') order.push('spoken');
          ports.fanout.publish(conversation, signal);
        },
      },
    }));
    try {
      const { receipt } = await sent(watched);
      assert.ok(isReceipt(receipt.replaceAll(' ', '')));
      assert.deepEqual(order.slice(order.indexOf('durable true')), ['durable true', 'spoken']);
    } finally {
      await watched.stop();
    }
  });

  it('says kept while customs cannot be reached, and taken once customs has the report', async () => {
    let isReachable = false;
    const far = await startInProcess({}, (ports) => ({
      intake: { deliver: async (delivery) => (isReachable ? ports.intake.deliver(delivery) : 'later') },
    }));
    try {
      const { visitor, receipt } = await sent(far);
      await visitor.say(receipt);
      await visitor.until((said) => /is kept|being forwarded/i.test(JSON.stringify(said.at(-1))));
      assert.doesNotMatch(visitor.words(), /has reached/);
      assert.deepEqual(await openDesk(far.desk).inbox(), []);
      isReachable = true;
      far.pass(30 * minute - 1000);
      await new Promise((resolve) => setTimeout(resolve, 2500));
      const other = await visit(far.base, 'sv-SE');
      await other.say(receipt);
      await other.until((said) => /har nått/.test(JSON.stringify(said.at(-1))));
      assert.equal((await openDesk(far.desk).inbox()).length, 1);
    } finally {
      await far.stop();
    }
  });

  it('disappears when the person confirms having it', async () => {
    const { visitor, receipt } = await sent(bot);
    assert.ok((await reloaded(visitor)).includes(receipt));
    await visitor.post({ value: { action: 'receipt.saved' } });
    await visitor.until(() => !visitor.seen().some((item) => JSON.stringify(item).includes(receipt)));
    assert.ok(!(await reloaded(visitor)).includes(receipt));
  });

  it('disappears after 15 minutes', async () => {
    const { visitor, receipt } = await sent(bot);
    bot.pass(14 * minute);
    assert.ok((await reloaded(visitor)).includes(receipt));
    bot.pass(2 * minute);
    assert.ok(!(await reloaded(visitor)).includes(receipt));
  });

  it('is masked before what a person typed is stored or echoed', async () => {
    const { receipt } = await sent(bot);
    for (const value of [
      { text: `mine is ${receipt}` },
      { value: { action: 'step.next', receipt, rev: 1, step: 'receipt' } },
    ]) {
      const visitor = await visit(bot.base);
      await visitor.post(value);
      await visitor.until((said) => said.length >= 2);
      const all = await reloaded(visitor);
      assert.ok(!all.includes(receipt) && !all.includes(receipt.replaceAll(' ', '')));
    }
  });

  it('that is wrong opens nothing, and a wrong check digit says so', async () => {
    const visitor = await visit(bot.base);
    await visitor.post({ value: { action: 'comeback.start' } });
    await untilAsked(visitor, 'receipt');
    await visitor.say('1234 5678 9012 3456 1');
    await untilAsked(visitor, 'receipt');
    const unknown = '00000000000005724';
    await visitor.say(unknown);
    await visitor.until((said) => /find|know/i.test(JSON.stringify(said.at(-1))));
  });

  it('sending cuts the log to the notice: nothing that was told is there any more', async () => {
    const what = 'Told in confidence, gone after sending.';
    const { visitor } = await sent(bot, what);
    const all = await reloaded(visitor);
    assert.ok(!all.includes('Told in confidence'));
    assert.ok((JSON.parse(all) as { activities: unknown[] }).activities.length <= 4);
  });
});

describe('gone is gone', () => {
  let bot: Bot;
  before(async () => {
    bot = await startInProcess();
  });
  after(() => bot.stop());

  it('“delete everything” erases draft and transcript at once and says so', async () => {
    visitorBase = bot.base;
    const visitor = await visit(bot.base, 'sv-SE');
    await reportToReview(visitor, 'Raderas strax, detta är hemligt.');
    await visitor.say('radera allt');
    await visitor.until((said) => /raderat|raderad/i.test(JSON.stringify(said.at(-1))));
    assert.ok(!(await reloaded(visitor)).includes('hemligt'));
    await visitor.say('skicka');
    await visitor.poll();
    assert.equal(shownReceipt(visitor), null);
  });

  it('a conversation that is left for 30 minutes is deleted', async () => {
    const visitor = await visit(bot.base);
    await reportToReview(visitor, 'Left behind in the middle.');
    bot.pass(31 * minute);
    assert.notEqual(await visitor.poll(), 200);
    assert.notEqual(await visitor.say('send it'), 200);
  });
});
