// Two processes on one Redis: whichever step one of them dies at, the other one goes on with the conversation and the delivery.
import assert from 'node:assert/strict';
import path from 'node:path';
import { openDesk } from '../support/desk.js';
import { startBot } from '../support/process.js';
import { randomOf } from '../support/random.js';
import { startRedis, type RedisServer } from '../support/redis.js';
import { shareStore } from '../support/shared-store.js';
import { reportToReview, shownReceipt, visit } from '../support/visitor.js';

const kills = process.env.TEST_LONG ? 15 : 1;
const random = randomOf(20261124);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const failpoints = [
  'before commit',
  'after commit',
  'before speaking',
  'before delivery',
  'during delivery',
  'after delivery',
  'before acknowledgement',
];

describe('kill -9 of one of two processes on Redis', function () {
  this.timeout(100_000);
  let server: RedisServer | null = null;
  let database = 0;
  before(async () => {
    server = await startRedis({ databases: '1000' });
  });
  after(() => server?.kill());

  /** A store of its own for each kill, in a database of its own. */
  const share = () => shareStore(`${server?.url}/${(database += 1)}`);

  async function eachKill(run: (kill: number) => Promise<void>): Promise<void> {
    for (let first = 0; first < kills; first += 2)
      await Promise.all(Array.from({ length: Math.min(2, kills - first) }, (_, index) => run(first + index)));
  }

  for (const [turn, failpoint] of failpoints.entries())
    it(`${failpoint}: the other one loses nothing, sends nothing twice, and goes on at once`, async () => {
      await eachKill(async (kill) => {
        const { folder, env } = await share();
        const rest = { ...env, LEASE_TIME: '1500' };
        const [victim, other] = await Promise.all([
          startBot(folder, { ...rest, FAILPOINT: failpoint }),
          startBot(folder, rest),
        ]);
        const visitor = await visit(victim.base, (kill + turn) % 2 === 0 ? 'en-US' : 'sv-SE');
        const what = `A seal was broken, number ${random.below(1e9)}.`;
        await reportToReview(visitor, what);
        const photo = new Uint8Array(400_000).fill(kill);
        assert.equal(await visitor.upload('seal.jpg', 'image/jpeg', photo), 200);
        // the card that knows of the file; the one before it is stale
        await visitor.until(() => /now has 1 file|har nu 1 fil/.test(visitor.words()));
        // entries stand 100 ms apart, and a report is due at the time of its entry: at this speed that lies ahead, and either
        // courier may be first
        await pause(800);
        await visitor.press('review.confirm').catch(() => 0);
        const ended = await Promise.race([victim.ended, pause(30_000).then(() => 'it lives')]);
        assert.equal(ended, 'SIGKILL', `${victim.output()}\nOTHER\n${other.output()}`);
        assert.match(victim.output(), new RegExp(`HIT ${failpoint}\n`), 'the failpoint was not hit');

        visitor.moveTo(other.base);
        await visitor.until(() => shownReceipt(visitor) !== null);
        const receipt = shownReceipt(visitor) ?? '';
        const desk = openDesk(path.join(folder, 'desk'));
        const [entry] = await desk.until((reports) => reports.length === 1);
        const opened = await desk.open(entry?.reportId ?? '');
        assert.equal(opened.report.answers.what, what);
        assert.equal(opened.files.length, 1);
        const isDelivered = async () =>
          /smt_oldest_parcel_age\{band="none"\} 1/.test(await (await fetch(`${other.admin}/metrics`)).text());
        for (let look = 0; look < 100 && !(await isDelivered()); look += 1) await pause(100);
        assert.ok(await isDelivered(), 'the bot holds a copy');
        await visitor.say(receipt);
        await visitor.until(() => /Customs has received|Tullen har tagit emot/.test(visitor.words()));
        assert.equal((await desk.inbox()).length, 1);
        assert.equal(await other.stop(), '0');
      });
    });

  it('after a report was cancelled: nothing of it is ever sent', async () => {
    await eachKill(async () => {
      const { folder, env } = await share();
      const [victim, other] = await Promise.all([startBot(folder, env), startBot(folder, env)]);
      const visitor = await visit(victim.base);
      await reportToReview(visitor, 'A report that is going to be cancelled.');
      assert.equal(await visitor.press('form.cancel'), 200);
      await pause(random.below(20));
      await victim.stop('SIGKILL');
      visitor.moveTo(other.base);
      await visitor.say('send it');
      await visitor.until((said) => said.some((item) => /thrown away/.test(JSON.stringify(item))));
      await pause(200);
      assert.deepEqual(await openDesk(path.join(folder, 'desk')).inbox(), []);
      assert.equal(shownReceipt(visitor), null);
      await other.stop();
    });
  });
});
