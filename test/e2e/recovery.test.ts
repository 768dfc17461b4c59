import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import {
  clickCardButton,
  conversationOf,
  fillInput,
  lastCard,
  launchBrowser,
  newVisit,
  openChat,
  readTranscript,
  say,
  takeScreenshot,
  waitForBotText,
  type Visit,
} from '../support/browser.js';
import type { ChannelServer } from '../support/channel-server.js';
import { startPageServer } from '../support/page-server.js';

const patient = 30_000;

describe('the chat recovers in Chromium', function () {
  this.timeout(90_000);
  let browser: Browser;
  let server: ChannelServer;
  let visit: Visit;

  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser.close());
  beforeEach(async () => {
    server = await startPageServer();
    visit = await newVisit(browser);
  });
  afterEach(async () => {
    await visit.close();
    await server.close();
  });

  const status = () => visit.page.locator('#status');
  const lost = () => status().filter({ hasText: 'The connection is lost.' });

  async function restart(): Promise<void> {
    const port = Number(new URL(server.url).port);
    await server.close();
    server = await startPageServer({}, { port, life: server });
  }

  it('a reload in the middle goes on where it was', async () => {
    const { page } = visit;
    await openChat(page, server.url);
    await say(page, 'before the reload');
    await waitForBotText(page, /You said: before/);
    await say(page, 'card');
    await lastCard(page).waitFor();
    const before = await readTranscript(page);
    await page.reload();
    await lastCard(page).waitFor();
    assert.deepEqual(await readTranscript(page), before);
    await fillInput(page, 'What', 'after the reload');
    await clickCardButton(page, 'Continue');
    await waitForBotText(page, /Thank you/);
    assert.match(await lastCard(page).innerText(), /after the reload/);
    assert.equal(server.chat.inputs.filter(({ kind }) => kind === 'start').length, 1);
  });

  it('a lost socket is told in words and comes back by itself; nothing said meanwhile is lost or doubled', async () => {
    const { page } = visit;
    await openChat(page, server.url);
    server.cutSockets();
    await say(page, 'said while the line was down');
    await waitForBotText(page, /You said: said while/, patient);
    assert.equal(server.chat.inputs.filter(({ kind }) => kind === 'text').length, 1);
    await status().waitFor({ state: 'hidden' });
    assert.equal((await readTranscript(page)).filter((line) => line.includes('You said: said while')).length, 1);
  });

  it('the server goes away and comes back: words about it, then the message and the card arrive', async () => {
    const { page } = visit;
    await openChat(page, server.url);
    await say(page, 'card');
    await lastCard(page).waitFor();
    await fillInput(page, 'What', 'filled in before');
    const port = Number(new URL(server.url).port);
    await server.close();
    await lost().waitFor();
    await clickCardButton(page, 'Continue');
    await takeScreenshot(page, 'lost-line');
    await page.waitForTimeout(1500);
    server = await startPageServer({}, { port, life: server });
    await waitForBotText(page, /Thank you/, patient);
    await status().waitFor({ state: 'hidden' });
    const submits = server.chat.inputs.filter(({ kind }) => kind === 'action');
    assert.equal(submits.length, 1);
    assert.equal(await page.locator('#alert').isVisible(), false);
  });

  it('a graceful stop sends the page to the next process', async () => {
    await openChat(visit.page, server.url);
    await restart();
    await say(visit.page, 'hello again');
    await waitForBotText(visit.page, /You said: hello again/, patient);
  });

  it('a token that ended while the laptop slept is renewed, and the message goes through', async () => {
    const { page } = visit;
    await openChat(page, server.url);
    server.clock.offset = 45 * 60_000;
    await say(page, 'after a nap');
    await waitForBotText(page, /You said: after a nap/, patient);
    assert.equal(server.chat.inputs.filter(({ kind }) => kind === 'text').length, 1);
    assert.ok((await readTranscript(page)).some((line) => line.includes('Welcome.')));
    await page.reload();
    await waitForBotText(page, /You said: after a nap/, patient);
  });

  it('where no socket opens, the page polls; and a failing poll recovers too', async () => {
    const { page, requests } = visit;
    await server.closeSockets();
    await page.goto(server.url);
    await page.locator('#start').click();
    await waitForBotText(page, /Welcome/, patient);
    assert.equal(requests.filter((url) => url.startsWith('ws')).length, 2);
    await say(page, 'polled');
    await waitForBotText(page, /You said: polled/, patient);
    await say(page, 'send');
    await waitForBotText(page, /Your receipt/, patient);
    await page.waitForTimeout(1500);
    assert.ok(!/Sending|failed/i.test((await page.locator('.webchat__basic-transcript').innerText()).slice(-400)));
    server.chat.failure = new Error('store');
    await lost().waitFor({ timeout: patient });
    server.chat.failure = null;
    await status().waitFor({ state: 'hidden', timeout: patient });
    await say(page, 'polled again');
    await waitForBotText(page, /You said: polled again/, patient);
    assert.equal(requests.filter((url) => url.startsWith('ws')).length, 2);
  });

  it('a conversation that was ended says so and leaves nothing on the screen; start again starts anew', async () => {
    const { page } = visit;
    await openChat(page, server.url);
    await say(page, 'my secret');
    await waitForBotText(page, /You said: my secret/);
    const conversation = await conversationOf(page);
    server.chat.end(conversation, { signal: true });
    await status().filter({ hasText: 'This chat has ended.' }).waitFor();
    assert.equal(await page.getByText('my secret').first().isVisible(), false);
    assert.equal(await page.evaluate('sessionStorage.length'), 0);
    await page.getByRole('button', { name: 'Start again' }).click();
    await page.locator('#start').click();
    await waitForBotText(page, /Welcome/);
    assert.equal(server.chat.inputs.filter(({ kind }) => kind === 'start').length, 2);
  });

  it('a conversation that ran out is told when its line comes back; what is on the screen stays readable', async () => {
    const { page } = visit;
    await openChat(page, server.url);
    const conversation = await conversationOf(page);
    server.chat.end(conversation);
    server.cutSockets();
    await status().filter({ hasText: 'This chat has ended.' }).waitFor({ timeout: patient });
    assert.ok(await page.locator('.webchat__basic-transcript').locator('p').getByText('Welcome.').isVisible());
    await page.getByRole('button', { name: 'Start again' }).waitFor();
    await takeScreenshot(page, 'ended');
  });

  it('a message to a conversation that ran out ends it in words', async () => {
    const { page } = visit;
    await openChat(page, server.url);
    const conversation = await conversationOf(page);
    server.chat.end(conversation);
    await say(page, 'too late');
    await status().filter({ hasText: 'This chat has ended.' }).waitFor({ timeout: patient });
    await page.locator('#alert').filter({ hasText: 'did not get through' }).waitFor();
  });

  it('a kept conversation that is gone is told at the next visit', async () => {
    const { page } = visit;
    await openChat(page, server.url);
    const conversation = await conversationOf(page);
    server.chat.end(conversation);
    await page.reload();
    await status().filter({ hasText: 'This chat has ended.' }).waitFor({ timeout: patient });
    assert.equal(await page.evaluate('sessionStorage.length'), 0);
  });

  it('a card that the server will not take is told in words: no bubble would show it', async () => {
    const { page } = visit;
    await openChat(page, server.url);
    await say(page, 'card');
    await lastCard(page).waitFor();
    await page.route('**/activities', (route) => route.fulfill({ status: 400, body: '{}' }));
    await fillInput(page, 'What', 'x');
    await clickCardButton(page, 'Continue');
    await page.locator('#alert').filter({ hasText: 'Your message did not get through.' }).waitFor();
    await page.unroute('**/activities');
    await clickCardButton(page, 'Continue');
    await waitForBotText(page, /Thank you/);
    assert.equal(await page.locator('#alert').isVisible(), false);
  });

  it('the start is tried until it works', async () => {
    const { page } = visit;
    await page.route('**/chat/token', (route) => route.abort());
    await page.goto(server.url);
    await page.locator('#start').click();
    await lost().waitFor();
    await page.unroute('**/chat/token');
    await waitForBotText(page, /Welcome/, patient);
    await status().waitFor({ state: 'hidden' });
  });

  it('an answer that was lost on the way is asked for again, and has one effect', async () => {
    const { page } = visit;
    await openChat(page, server.url);
    let isFirst = true;
    await page.route('**/activities', async (route) => {
      if (!isFirst) return route.continue();
      isFirst = false;
      await route.fetch();
      return route.abort();
    });
    await say(page, 'once only');
    await waitForBotText(page, /You said: once only/);
    await page.waitForTimeout(2000);
    assert.equal(server.chat.inputs.filter(({ kind }) => kind === 'text').length, 1);
    assert.equal((await readTranscript(page)).filter((line) => line.endsWith('once only')).length, 2);
  });
});
