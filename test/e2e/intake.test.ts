import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { publicSigningKey } from '../../src/adapters/node/signing-key.js';
import { deskWithBot } from '../desk/sample-report.js';
import { startInProcess } from '../support/bot.js';
import { deliveryOf } from '../support/deliveries.js';
import { openDesk } from '../support/desk.js';
import { intakeTo, serveAsProcess, serveWithFailpoint } from '../support/intake-server.js';
import { freePort, startBot, temporaryFolder } from '../support/process.js';
import { reportToReview, shownReceipt, visit } from '../support/visitor.js';

const kills = process.env.TEST_LONG ? 10 : 2;
const failpoints = [
  'after claim',
  'during file',
  'between files and report',
  'before report',
  'after report, before its acknowledgement',
  'after durable, before answer',
];
type Bot = Awaited<ReturnType<typeof deskWithBot>>;

describe('a bot and the reference intake', function () {
  this.timeout(300_000);
  let desk: Bot;
  let url = '';
  beforeEach(async () => {
    desk = await deskWithBot();
    url = `http://127.0.0.1:${await freePort()}`;
  });
  afterEach(() => desk.remove());

  const environment = (to = url) => ({
    CUSTOMS_JWKS: desk.jwksPath,
    CUSTOMS_INTAKE_URL: to,
    BOT_SIGNING_KEY: JSON.stringify(desk.signingKey),
  });

  it('a visitor’s report and photo go over HTTPS into the inbox, and the officer opens them', async () => {
    const key = path.join(desk.dir, 'tls.pem');
    const tls = path.resolve(import.meta.dirname, '..', 'fixtures', 'tls');
    const cert = path.join(tls, 'loopback.pem');
    fs.copyFileSync(path.join(tls, 'key.pem'), key);
    fs.chmodSync(key, 0o600);
    const safe = url.replace('http:', 'https:');
    const server = await serveAsProcess(desk.dir, safe, '--tls-key', key, '--tls-cert', cert);
    const bot = await startBot(temporaryFolder(), { ...environment(safe), NODE_EXTRA_CA_CERTS: cert });
    const visitor = await visit(bot.base);
    const what = 'A container without a seal went out by gate 4.';
    await reportToReview(visitor, what);
    const photo = new Uint8Array(300_000).fill(7);
    assert.equal(await visitor.upload('seal.jpg', 'image/jpeg', photo), 200);
    await visitor.until((said) => said.some((item) => /seal\.jpg|1 file/i.test(JSON.stringify(item))));
    await visitor.press('review.confirm');
    await visitor.until(() => shownReceipt(visitor) !== null);

    const customs = openDesk(desk.dir);
    const [entry] = await customs.until((reports) => reports.length === 1);
    const opened = customs.run('open', entry?.reportId ?? '', '--json');
    assert.equal(opened.status, 0, opened.stderr);
    const { verified, report, files } = JSON.parse(opened.stdout) as {
      verified: boolean;
      report: { answers: { what: string }; isDemonstration: boolean };
      files: unknown[];
    };
    assert.deepEqual([verified, report.answers.what, report.isDemonstration], [true, what, false]);
    assert.equal(files.length, 1);
    const to = path.join(desk.dir, 'out');
    assert.equal(customs.run('files', entry?.reportId ?? '', '--to', to).status, 0);
    const [name = ''] = fs.readdirSync(to);
    assert.ok(fs.readFileSync(path.join(to, name)).equals(Buffer.from(photo)));
    // Customs has it: the receipt says so, and the bot holds no copy any more.
    await visitor.say(shownReceipt(visitor) ?? '');
    await visitor.until(() => /Customs has received/.test(visitor.words()));
    assert.match(await (await fetch(`${bot.admin}/metrics`)).text(), /smt_oldest_parcel_age\{band="none"\} 1/);
    for (const output of [server.output(), bot.output()]) {
      assert.ok(!output.includes(what) && !output.includes(entry?.reportId ?? '-'));
    }
    assert.equal(await bot.stop(), '0');
    assert.equal(await server.stop(), '0');
  });

  it('the receipt says kept while the intake is away or does not trust the bot, and taken once it has the report', async () => {
    const trusted = path.join(desk.dir, 'trusted-bots.json');
    fs.renameSync(trusted, `${trusted}.away`);
    const bot = await startInProcess(environment());
    const visitor = await visit(bot.base);
    await reportToReview(visitor, 'Reported while customs was away.');
    await visitor.press('review.confirm');
    await visitor.until(() => shownReceipt(visitor) !== null);
    const receipt = shownReceipt(visitor) ?? '';
    const later = () => bot.logged.filter(({ event }) => event === 'delivery.later').length;
    for (let look = 0; look < 200 && later() === 0; look += 1) await new Promise((r) => setTimeout(r, 20));
    const server = await serveAsProcess(desk.dir, url);
    const before = later();
    bot.pass(30 * 1000);
    for (let look = 0; look < 200 && later() === before; look += 1) await new Promise((r) => setTimeout(r, 20));
    assert.ok(later() > before, 'refused with 401, which is a matter of time');
    await visitor.say(receipt);
    await visitor.until((said) => /is kept|being forwarded/i.test(JSON.stringify(said.at(-1))));
    fs.renameSync(`${trusted}.away`, trusted);
    bot.pass(10 * 60_000);
    const [entry] = await openDesk(desk.dir).until((reports) => reports.length === 1);
    assert.equal(
      (await openDesk(desk.dir).open(entry?.reportId ?? '')).signedBy,
      (await publicSigningKey(desk.signingKey)).kid,
    );
    await new Promise((r) => setTimeout(r, 100));
    const other = await visit(bot.base);
    await other.say(receipt);
    await other.until(() => /Customs has received/.test(other.words()));
    await bot.stop();
    await server.stop();
  });

  for (const failpoint of failpoints) {
    it(`kill -9 of the intake ${failpoint}: nothing is lost, doubled or half, and the repeat is acknowledged`, async () => {
      await Promise.all(
        Array.from({ length: kills }, async () => {
          const own = await deskWithBot();
          const at = `http://127.0.0.1:${await freePort()}`;
          const intake = intakeTo(at, own.signingKey, { patience: { silence: 5_000 } });
          const given = deliveryOf(['one', 'two'.repeat(100_000)]);
          const names = () => fs.readdirSync(own.inboxDir).filter((name) => !name.startsWith('.'));
          const victim = await serveWithFailpoint(own.dir, at, failpoint);
          assert.equal(await intake.deliver(given), 'later');
          assert.equal(await victim.ended, 'SIGKILL');
          assert.match(victim.output(), new RegExp(`HIT ${failpoint}\n`), 'the failpoint was not hit');
          const hasReport = names().includes(`${given.reportId}.jwe.json`);
          if (hasReport) assert.equal(names().length, 3, 'a report that is there is whole');
          const server = await serveAsProcess(own.dir, at);
          assert.equal(await intake.deliver(given), 'accepted');
          assert.equal(await intake.deliver(given), 'accepted');
          assert.deepEqual(names().sort(), [
            `${given.reportId}.1.age`,
            `${given.reportId}.2.age`,
            `${given.reportId}.jwe.json`,
          ]);
          assert.ok(fs.readFileSync(own.file(given.reportId)).equals(given.sealed));
          assert.equal(fs.readFileSync(path.join(own.inboxDir, `${given.reportId}.2.age`)).length, 300_000);
          assert.match(server.output(), hasReport ? /report\.repeated/ : /report\.received/);
          assert.equal(await server.stop(), '0');
          own.remove();
        }),
      );
    });
  }

  it('kill -9 of the intake after durable, with a whole bot: the report arrives once, by itself', async () => {
    const victim = await serveWithFailpoint(desk.dir, url, 'after durable, before answer');
    const bot = await startBot(temporaryFolder(), environment());
    const visitor = await visit(bot.base);
    await reportToReview(visitor, 'The intake died while it took this.');
    await visitor.press('review.confirm');
    assert.equal(await victim.ended, 'SIGKILL');
    const server = await serveAsProcess(desk.dir, url);
    await visitor.until(() => shownReceipt(visitor) !== null);
    for (let look = 0; look < 300 && !server.output().includes('report.repeated'); look += 1) {
      await new Promise((r) => setTimeout(r, 50));
    }
    const reports = await openDesk(desk.dir).inbox();
    assert.equal(reports.length, 1);
    await new Promise((r) => setTimeout(r, 200));
    assert.match(await (await fetch(`${bot.admin}/metrics`)).text(), /smt_oldest_parcel_age\{band="none"\} 1/);
    await bot.stop();
    await server.stop();
  });
});
