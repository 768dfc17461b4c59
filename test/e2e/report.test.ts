import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { startInProcess, type Bot } from '../support/bot.js';
import {
  choose,
  clickCardButton,
  fillInput,
  lastCard,
  launchBrowser,
  newVisit,
  openChat,
  readTranscript,
  say,
  sendFiles,
  takeScreenshot,
  waitForBotText,
  waitForCard,
  type Visit,
} from '../support/browser.js';
import { openDesk } from '../support/desk.js';
import { freePort, startBot, temporaryFolder, type BotProcess } from '../support/process.js';

const patient = 45_000;
const story = 'A white van without plates – förseglingen var bruten.';
const nothing = { foreign: [], policy: [], errors: [] };

const languages = {
  'en-GB': {
    language: 'en',
    report: 'Report something',
    danger: /in danger right now/,
    no: 'No',
    next: 'Next',
    skip: 'Skip',
    what: 'What you noticed',
    ongoing: /still going on\?/,
    when: /When did it happen/,
    began: 'Began: date',
    planned: /expected to arrive/,
    review: 'review',
    reviewTitle: /Please look this through/,
    files: /1 file/,
    send: 'Send',
    receipt: /Here is your receipt/,
    saved: 'I have saved it',
    gone: /no longer shown/,
    comeback: 'Come back with a receipt',
    status: /Your trial report/,
  },
  'sv-SE': {
    language: 'sv',
    report: 'Rapportera något',
    danger: /i fara just nu/,
    no: 'Nej',
    next: 'Nästa',
    skip: 'Hoppa över',
    what: 'Vad du har iakttagit',
    ongoing: /Pågår det fortfarande/,
    when: /När hände det/,
    began: 'Började: datum',
    planned: /Väntas något/,
    review: 'granska',
    reviewTitle: /Läs igenom rapporten/,
    files: /1 fil/,
    send: 'Skicka',
    receipt: /Här är ditt kvitto/,
    saved: 'Jag har sparat det',
    gone: /visas inte längre/,
    comeback: 'Jag har ett kvitto',
    status: /provrapport/,
  },
};

type Words = (typeof languages)['en-GB'];

/** From the welcome to the question after the story. */
async function tell(page: Page, words: Words): Promise<void> {
  await clickCardButton(page, words.report);
  await waitForCard(page, words.danger);
  await choose(page, words.no);
  await clickCardButton(page, words.next);
  await waitForCard(page, new RegExp(words.what));
  await fillInput(page, words.what, story);
  await clickCardButton(page, words.next);
  await waitForCard(page, words.ongoing, patient);
}

async function send(page: Page, words: Words): Promise<string> {
  await say(page, words.review);
  await waitForCard(page, words.reviewTitle);
  assert.match(await lastCard(page).innerText(), new RegExp(story));
  await clickCardButton(page, words.send);
  const card = await waitForCard(page, words.receipt, patient);
  return /(?:\d{4} ){4}\d/.exec(await card.innerText())?.[0] ?? assert.fail('no receipt');
}

describe('a whole report in Chromium', function () {
  this.timeout(180_000);
  let browser: Browser;
  let visit: Visit;
  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser.close());
  afterEach(() => visit.close());

  describe('with the real bot', () => {
    let bot: Bot;
    before(async () => {
      bot = await startInProcess();
    });
    after(() => bot.stop());

    for (const [locale, words] of Object.entries(languages)) {
      it(`goes from the page to the customs inbox, with a file, a reload and the receipt (${locale})`, async () => {
        visit = await newVisit(browser, { locale, viewport: { width: 1000, height: 900 } });
        const { page } = visit;
        const desk = openDesk(bot.desk);
        const before = await desk.inbox();
        await openChat(page, `${bot.base}/`);
        await takeScreenshot(page, `report-${words.language}-welcome`);
        await tell(page, words);
        await clickCardButton(page, words.skip);

        await waitForCard(page, words.when);
        await page.reload();
        await waitForCard(page, words.when, patient);
        await fillInput(page, words.began, '2026-05-12');
        await takeScreenshot(page, `report-${words.language}-question`);
        await clickCardButton(page, words.next);
        await waitForCard(page, words.planned);

        await sendFiles(page, [
          { name: 'photo.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('not really a photo') },
        ]);
        await waitForBotText(page, words.files);
        const receipt = await send(page, words);
        await takeScreenshot(page, `report-${words.language}-receipt`);

        const known = before.map(({ reportId }) => reportId);
        const reports = await desk.until((found) => found.length > known.length);
        const added = reports.filter(({ reportId }) => !known.includes(reportId));
        assert.equal(added.length, 1);
        const opened = await desk.open(added[0]?.reportId ?? '');
        assert.ok(opened.verified);
        assert.equal(opened.report.language, words.language);
        assert.equal(opened.report.answers.what, story);

        await clickCardButton(page, words.saved);
        await waitForBotText(page, words.gone);
        assert.ok(!(await readTranscript(page)).join('\n').includes(receipt));
        await page.reload();
        await waitForBotText(page, words.gone, patient);
        await page.getByRole('button', { name: words.comeback, exact: true }).last().click();
        await lastCard(page).locator('input').last().waitFor();
        await lastCard(page).locator('input').last().fill(receipt);
        await clickCardButton(page, words.next);
        await waitForBotText(page, words.status);
        assert.ok(
          !(await readTranscript(page)).join('\n').includes(receipt),
          'a receipt that is typed is not shown again',
        );
        assert.deepEqual(visit.misdeeds, nothing);
      });
    }
  });

  describe('while the process ends and starts again', () => {
    let bot: BotProcess;
    afterEach(() => bot.stop('SIGKILL'));

    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      it(`goes on in the middle and is sent once (${signal})`, async () => {
        const folder = temporaryFolder();
        const words = languages['en-GB'];
        const env = { PORT: String(await freePort()) };
        bot = await startBot(folder, env);
        const base = `http://127.0.0.1:${env.PORT}/`;
        visit = await newVisit(browser, { viewport: { width: 1000, height: 900 } });
        const { page } = visit;
        await openChat(page, base);
        await tell(page, words);
        await bot.stop(signal);
        await page.locator('#status').filter({ hasText: 'lost' }).waitFor();
        await clickCardButton(page, words.skip);
        bot = await startBot(folder, env);
        await waitForCard(page, words.when, patient);
        await page.locator('#status').waitFor({ state: 'hidden' });
        await send(page, words);
        const desk = openDesk(`${folder}/desk`);
        const [report] = await desk.until((found) => found.length === 1);
        assert.equal((await desk.open(report?.reportId ?? '')).report.answers.what, story);
      });
    }
  });
});
