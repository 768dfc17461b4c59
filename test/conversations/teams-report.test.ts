import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { startInProcess } from '../support/bot.js';
import { openDesk } from '../support/desk.js';
import { startFakeBotFramework } from '../support/fake-botframework.js';
import { temporaryFolder } from '../support/process.js';
import { teamsEnvironment } from '../support/teams-bot.js';
import { receiptPattern } from '../support/teams-person.js';

/** An activity as it was recorded, and how many messages the bot had said before it came. */
interface Recorded {
  said: number;
  activity: Record<string, unknown>;
}

const folderOfFixtures = path.join(import.meta.dirname, '..', 'fixtures', 'teams');

describe('a report in Teams', () => {
  for (const language of ['en', 'sv']) {
    it(`goes from recorded activities to the customs inbox, sealed, with every answer (${language})`, async function () {
      this.timeout(60_000);
      const recorded = readFileSync(path.join(folderOfFixtures, `report-${language}.json`), 'utf8');
      const fake = await startFakeBotFramework();
      const steps = JSON.parse(recorded.replaceAll('{{serviceUrl}}', fake.serviceUrl)) as Recorded[];
      const folder = temporaryFolder();
      const bot = await startInProcess(await teamsEnvironment(folder, fake), () => ({}), folder);
      const said = () => fake.calls.filter(({ body }) => body.type !== 'typing').length;
      let last = '';
      const bodies: string[] = [];
      for (const { said: before, activity } of steps) {
        const end = Date.now() + 10_000;
        while (said() < before && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 5));
        assert.equal(said(), before, `before ${JSON.stringify(activity).slice(0, 400)}`);
        const response = await fetch(`${bot.base}/api/messages`, {
          method: 'POST',
          headers: { 'content-type': 'application/json; charset=utf-8', authorization: `Bearer ${fake.sign()}` },
          body: JSON.stringify(activity),
        });
        last = await response.text();
        assert.equal(response.status, 200, last);
        bodies.push(last);
      }
      // The last activity opens the dialog that shows the receipt; nothing else ever holds it.
      assert.match(last, receiptPattern);
      assert.equal(bodies.filter((body) => receiptPattern.test(body)).length, 1);
      assert.doesNotMatch(JSON.stringify(fake.calls), receiptPattern);
      for (const { attachments } of fake.messages.values()) {
        for (const { content } of attachments ?? []) assert.ok(Buffer.byteLength(JSON.stringify(content)) < 25_000);
      }

      const desk = openDesk(bot.desk);
      const [entry] = await desk.until((found) => found.length > 0);
      const opened = await desk.open(entry?.reportId ?? '');
      assert.ok(opened.verified);
      const { report } = opened;
      assert.equal(report.language, language);
      assert.match(JSON.stringify(report.answers.what), /CSQU3054383 .* \$\{evil\} \*\*/);
      assert.equal(report.answers.where, 'Trelleborgs hamn');
      assert.deepEqual(report.answers.indicators, ['RE2', 'CS1']);
      assert.equal(report.answers['reporter.name'], 'Kim Exempel');
      assert.equal(Object.keys(report.answers).length, 25);
      assert.deepEqual(report.skipped, ['attachments']);
      // Who the person is in Teams is no part of the report.
      assert.doesNotMatch(JSON.stringify(report), /Anna|29:|oid-of|a:chat/);
      await bot.stop();
      await fake.close();
    });
  }
});
