import assert from 'node:assert/strict';
import path from 'node:path';
import { openDesk } from '../support/desk.js';
import { startBot, temporaryFolder, type BotProcess } from '../support/process.js';
import { randomOf } from '../support/random.js';
import { reportToReview, shownReceipt, visit, type Visitor } from '../support/visitor.js';

const kills = process.env.TEST_LONG ? 25 : 5;
const random = randomOf(20261123);

const failpoints = [
  'before commit',
  'after commit',
  'before speaking',
  'before delivery',
  'during delivery',
  'after delivery',
  'before acknowledgement',
];

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** The revision of the review that is shown; 0 when none is. */
const confirmRev = (visitor: Visitor) =>
  Number(visitor.cardActions().find(({ action }) => action === 'review.confirm')?.rev ?? 0);

/** A few at a time: most of a kill is waiting for a process to start. */
async function eachKill(run: (kill: number) => Promise<void>): Promise<void> {
  for (let first = 0; first < kills; first += 5) {
    await Promise.all(Array.from({ length: Math.min(5, kills - first) }, (_, index) => run(first + index)));
  }
}

async function dies(bot: BotProcess, failpoint: string): Promise<void> {
  assert.equal(await Promise.race([bot.ended, pause(60_000).then(() => 'still alive')]), 'SIGKILL');
  assert.match(bot.output(), new RegExp(`HIT ${failpoint}\n`), 'the failpoint was not hit');
}

/** The same conversation goes on with the bot that was started again, until it has said its receipt. */
async function goesOn(visitor: Visitor, bot: BotProcess): Promise<string> {
  visitor.moveTo(bot.base);
  await visitor.until(() => shownReceipt(visitor) !== null);
  return shownReceipt(visitor) ?? '';
}

describe('kill -9', function () {
  this.timeout(300_000);

  for (const failpoint of failpoints) {
    it(`${failpoint}: no report is lost, none is there twice, and the reporter goes on`, async () => {
      await eachKill(async (kill) => {
        const folder = temporaryFolder();
        const victim = await startBot(folder, { FAILPOINT: failpoint });
        const visitor = await visit(victim.base, kill % 2 === 0 ? 'en-US' : 'sv-SE');
        const what = `A seal was broken, number ${random.below(1e9)}.`;
        await reportToReview(visitor, what);
        const before = confirmRev(visitor);
        const photo = new Uint8Array(200_000).fill(kill);
        assert.equal(await visitor.upload('seal.jpg', 'image/jpeg', photo), 200);
        // The review that has the file: a card of before would be stale.
        await visitor.until(() => confirmRev(visitor) > before);
        await visitor.press('review.confirm').catch(() => 0);
        await dies(victim, failpoint);

        const again = await startBot(folder);
        const receipt = await goesOn(visitor, again);
        const desk = openDesk(path.join(folder, 'desk'));
        const [entry] = await desk.until((reports) => reports.length === 1);
        const opened = await desk.open(entry?.reportId ?? '');
        assert.equal(opened.report.answers.what, what);
        assert.equal(opened.files.length, 1);
        // Customs has it: the receipt says so, and the bot holds no copy any more.
        await visitor.say(receipt);
        await visitor.until(() => /has reached|har nått/.test(visitor.words()));
        await pause(50);
        assert.equal((await desk.inbox()).length, 1);
        assert.match(await (await fetch(`${again.admin}/metrics`)).text(), /smt_oldest_parcel_age\{band="none"\} 1/);
        assert.equal(await again.stop(), '0');
      });
    });
  }

  it('SIGTERM in the middle of a turn: it is finished, nothing is said twice, and the exit is clean', async () => {
    const folder = temporaryFolder();
    const bot = await startBot(folder);
    const visitor = await visit(bot.base);
    await reportToReview(visitor, 'Stopped while it is being sent.');
    const [status, code] = await Promise.all([
      visitor.press('review.confirm').catch(() => 0),
      pause(5).then(() => bot.stop()),
    ]);
    assert.equal(code, '0');
    const again = await startBot(folder);
    visitor.moveTo(again.base);
    if (status !== 200) await visitor.press('review.confirm');
    await goesOn(visitor, again);
    const desk = openDesk(path.join(folder, 'desk'));
    await desk.until((reports) => reports.length === 1);
    assert.equal(visitor.seen().filter((item) => JSON.stringify(item).includes('Here is your receipt')).length, 1);
    await again.stop();
  });

  it('after a report was cancelled: nothing of it is ever sent', async () => {
    await eachKill(async () => {
      const folder = temporaryFolder();
      const victim = await startBot(folder);
      const visitor = await visit(victim.base);
      await reportToReview(visitor, 'A report that is going to be cancelled.');
      assert.equal(await visitor.press('form.cancel'), 200);
      await pause(random.below(20));
      await victim.stop('SIGKILL');
      const again = await startBot(folder);
      visitor.moveTo(again.base);
      // Whether the cancel was handled before the kill or is handled now: it stands on the log before this.
      await visitor.say('send it');
      await visitor.until((said) => said.some((item) => /thrown away/.test(JSON.stringify(item))));
      await pause(200);
      assert.deepEqual(await openDesk(path.join(folder, 'desk')).inbox(), []);
      assert.equal(shownReceipt(visitor), null);
      await again.stop();
    });
  });
});
