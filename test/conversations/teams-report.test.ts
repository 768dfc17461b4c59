import assert from 'node:assert/strict';
import { openDesk } from '../support/desk.js';
import { startInProcess, type Bot } from '../support/bot.js';
import { startFakeBotFramework, type FakeBotFramework } from '../support/fake-botframework.js';
import { temporaryFolder } from '../support/process.js';
import { teamsEnvironment } from '../support/teams-bot.js';
import { meetInTeams, untilAskedInTeams, untilReviewInTeams } from '../support/teams-person.js';

describe('a report in Teams', () => {
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

  it('goes from cards to the customs inbox', async () => {
    const anna = meetInTeams(bot.base, fake);
    assert.equal((await anna.send({ type: 'installationUpdate', action: 'add' })).status, 200);
    await anna.until(() => anna.live() !== null);
    await anna.press('report.start');
    await untilAskedInTeams(anna, 'danger_now');
    await anna.press('step.next', { danger_now: 'no' });
    await untilAskedInTeams(anna, 'what');
    await anna.press('step.next', { what: 'A broken seal at the gate.' });
    await untilAskedInTeams(anna, 'ongoing');
    await anna.press('form.review');
    await untilReviewInTeams(anna);
    await anna.press('review.confirm');
    await anna.until(() => /Your report is kept/.test(anna.words()));
    const desk = openDesk(bot.desk);
    const [entry] = await desk.until((found) => found.length > 0);
    const opened = await desk.open(entry?.reportId ?? '');
    assert.equal(opened.report.answers.what, 'A broken seal at the gate.');
  });
});
