import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import {
  clickCardButton,
  clickSuggestion,
  conversationOf,
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
  type Visit,
} from '../support/browser.js';
import type { ChannelServer } from '../support/channel-server.js';
import { startPageServer } from '../support/page-server.js';

const nothing = { foreign: [], policy: [], errors: [] };

describe('the chat in Chromium', function () {
  this.timeout(60_000);
  let browser: Browser;
  let server: ChannelServer;
  let visit: Visit;

  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser.close());
  beforeEach(async () => {
    server = await startPageServer({ isDemonstration: true });
  });
  afterEach(async () => {
    await visit.close();
    await server.close();
  });

  for (const [locale, words] of Object.entries({
    'en-GB': {
      language: 'en',
      welcome: /Welcome/,
      report: 'Report something',
      what: 'What',
      where: 'Where',
      port: 'Port',
      next: 'Continue',
      thanks: /Thank you/,
      box: 'Type your message',
    },
    'sv-SE': {
      language: 'sv',
      welcome: /Välkommen/,
      report: 'Rapportera något',
      what: 'Vad',
      where: 'Var',
      port: 'Hamn',
      next: 'Fortsätt',
      thanks: /Tack/,
      box: 'Skriv ditt meddelande',
    },
  })) {
    it(`${locale}: opens, welcomes, answers words, takes a card and freezes it`, async () => {
      visit = await newVisit(browser, { locale });
      const { page } = visit;
      await openChat(page, server.url);
      await waitForBotText(page, words.welcome);
      assert.equal(await page.locator('html').getAttribute('lang'), words.language);
      assert.equal(await page.locator('[data-id="webchat-sendbox-input"]').getAttribute('placeholder'), words.box);

      await say(page, 'hello <b>"there"</b>');
      await waitForBotText(page, /You said: hello <b>"there"<\/b>/);

      await say(page, 'card');
      await lastCard(page).waitFor();
      await clickCardButton(page, words.next);
      assert.equal(
        server.chat.inputs.filter(({ kind }) => kind === 'action').length,
        0,
        'an empty required field holds the card back',
      );
      await fillInput(page, words.what, 'A white van');
      await fillInput(page, words.where, words.port);
      await clickCardButton(page, words.next);
      await waitForBotText(page, words.thanks);
      assert.match(await lastCard(page).innerText(), /A white van/);
      assert.equal(await lastCard(page).getByRole('button').count(), 0);
      const action = server.chat.inputs.at(-1);
      assert.deepEqual(action, {
        kind: 'action',
        action: 'step.next',
        step: 'what',
        rev: 1,
        values: { what: 'A white van', where: 'port' },
        receipt: null,
      });
      assert.equal((await readTranscript(page)).length, 7, 'the submit itself shows no bubble');
      await takeScreenshot(page, `chat-${words.language}`);
      assert.deepEqual(visit.misdeeds, nothing);
    });
  }

  it('a quick reply sends its action and shows no bubble', async () => {
    visit = await newVisit(browser);
    await openChat(visit.page, server.url);
    await clickSuggestion(visit.page, 'Report something');
    await lastCard(visit.page).waitFor();
    const input = server.chat.inputs.at(-1);
    assert.ok(input?.kind === 'action' && input.action === 'report.start');
    assert.equal((await readTranscript(visit.page)).length, 3);
  });

  it('page and chat follow when the bot changes its language, and the bot when the page does', async () => {
    visit = await newVisit(browser);
    const { page } = visit;
    await openChat(page, server.url);
    await clickSuggestion(page, 'Svenska');
    await waitForBotText(page, /Välkommen/);
    assert.equal(await page.locator('html').getAttribute('lang'), 'sv');
    assert.equal(await page.title(), 'Rapportera en misstanke');
    await page.locator('[placeholder="Skriv ditt meddelande"]').waitFor();
    await page.locator('[data-switch="en"]').click();
    await page.locator('[placeholder="Type your message"]').waitFor();
    const welcomes = page.locator('.webchat__basic-transcript').getByText('Welcome.', { exact: true });
    await welcomes.nth(1).waitFor();
    assert.deepEqual(visit.misdeeds, nothing);
  });

  it('messages carry the language that the person reads', async () => {
    visit = await newVisit(browser, { locale: 'sv-SE' });
    await openChat(visit.page, server.url);
    await say(visit.page, 'hej');
    await waitForBotText(visit.page, /You said: hej/);
    const conversation = await conversationOf(visit.page);
    const shown = server.chat
      .logOf(conversation)
      .flatMap((entry) => (entry.direction === 'in' ? [entry.incoming.shown] : []));
    assert.equal(shown.at(-1)?.locale, 'sv-SE');
    assert.deepEqual(server.chat.inputs[0], { kind: 'start', language: 'sv' });
  });

  it('files go with the paper clip and are shown by name', async () => {
    visit = await newVisit(browser);
    const { page } = visit;
    await openChat(page, server.url);
    await sendFiles(page, [
      { name: 'waybill.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(5000, 1) },
      { name: 'photo.png', mimeType: 'image/png', buffer: Buffer.alloc(7000, 2) },
    ]);
    await waitForBotText(page, /Got 2 file\(s\), refused 0/);
    assert.deepEqual(
      server.chat.kept.map(({ name, length }) => [name, length]),
      [
        ['waybill.pdf', 5000],
        ['photo.png', 7000],
      ],
    );
    const words = (await readTranscript(page)).join('\n');
    assert.match(words, /waybill\.pdf/);
    assert.match(words, /photo\.png/);
    await takeScreenshot(page, 'files');
    assert.deepEqual(visit.misdeeds, nothing);
  });

  it('what the bot shows is no longer there after it was cut from the log', async () => {
    visit = await newVisit(browser);
    await openChat(visit.page, server.url);
    await say(visit.page, 'send');
    await waitForBotText(visit.page, /Your receipt/);
    await visit.page.reload();
    await waitForBotText(visit.page, /Your receipt/);
    assert.ok(!(await readTranscript(visit.page)).join().includes('Welcome'));
  });

  it('loads the bundle only when the chat is opened', async () => {
    visit = await newVisit(browser);
    const { page, requests } = visit;
    await page.goto(server.url);
    await page.waitForTimeout(300);
    assert.ok(requests.every((url) => !url.includes('/assets/webchat')));
    await page.locator('#start').click();
    await waitForBotText(page, /Welcome/);
    assert.equal(requests.filter((url) => url.includes('/assets/webchat')).length, 1);
  });

  it('works without JavaScript as far as it can: numbers, and where to call', async () => {
    visit = await newVisit(browser, { javaScriptEnabled: false });
    await visit.page.goto(server.url);
    assert.ok(await visit.page.locator('noscript p').isVisible());
    assert.ok(await visit.page.getByText('In danger: call').isVisible());
    assert.equal(await visit.page.locator('#start').isVisible(), false);
    await visit.page.locator('[data-switch="sv"]').click();
    assert.ok(await visit.page.getByText('Vid fara: ring').isVisible());
    assert.equal(await visit.page.getByText('In danger: call').isVisible(), false);
  });

  for (const [name, options] of Object.entries({
    desktop: { viewport: { width: 1200, height: 800 } },
    phone: { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true },
    narrow: { viewport: { width: 320, height: 560 } },
    'desktop-dark': { viewport: { width: 1200, height: 800 }, colorScheme: 'dark' as const },
    'phone-dark': {
      viewport: { width: 360, height: 740 },
      isMobile: true,
      hasTouch: true,
      colorScheme: 'dark' as const,
    },
  })) {
    it(`fits ${name}: nothing is cut off at the sides, the numbers stay in sight`, async () => {
      visit = await newVisit(browser, options);
      const { page } = visit;
      await page.goto(server.url);
      await takeScreenshot(page, `${name}-1-start`);
      await openChat(page, server.url);
      await say(page, 'card');
      await lastCard(page).waitFor();
      await page.waitForTimeout(500);
      await takeScreenshot(page, `${name}-2-card`);
      const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth');
      assert.ok(overflow <= 0, `${overflow} px too wide`);
      for (const number of ['112', '90 114']) {
        assert.ok(await page.locator('.lines').getByRole('link', { name: number }).first().isVisible());
      }
      assert.ok(await page.locator('[data-id="webchat-sendbox-input"]').isVisible());
      assert.deepEqual(visit.misdeeds, nothing);
    });
  }

  it('the keyboard reaches the chat, and focus is always seen', async () => {
    visit = await newVisit(browser);
    const { page } = visit;
    await page.goto(server.url);
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate('document.activeElement.className'), 'skip');
    await page.locator('#start').focus();
    await page.keyboard.press('Enter');
    await waitForBotText(page, /Welcome/);
    assert.equal(await page.evaluate('document.activeElement.id'), 'chat');
  });
});
