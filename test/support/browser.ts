// Drives the real page in a real Chromium, in the words of a person: open, say, fill in, press, wait for what the bot says.
// It knows the markup of Web Chat, so that no test has to.
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { chromium, type Browser, type BrowserContextOptions, type Locator, type Page } from 'playwright-core';

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const browsers = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Close it in `after`. */
export function launchBrowser(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM_PATH ?? browsers.find((file) => existsSync(file)) ?? '/usr/bin/chromium';
  return chromium.launch({ executablePath, args: flags });
}

/** What a page did that no page may do; every list must stay empty. */
export interface Misdeeds {
  /** Requests to another host. */
  foreign: string[];
  /** Violations of the content security policy. */
  policy: string[];
  /** Errors on the console, and those that nobody caught. */
  errors: string[];
}

export interface Visit {
  page: Page;
  misdeeds: Misdeeds;
  /** Every request and socket so far. */
  requests: string[];
  close(): Promise<void>;
}

/** A new visitor in a context of their own. `locale` decides Accept-Language. */
export async function newVisit(browser: Browser, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1200, height: 800 }, locale: 'en-GB', ...options });
  const page = await context.newPage();
  const misdeeds: Misdeeds = { foreign: [], policy: [], errors: [] };
  const requests: string[] = [];
  const note = (url: string) => {
    requests.push(url);
    if (!/^(?:https?|wss?):\/\/127\.0\.0\.1[:/]|^(?:data|blob):/.test(url)) misdeeds.foreign.push(url);
  };
  page.on('request', (request) => {
    if (!request.url().startsWith('ws')) note(request.url());
  });
  page.on('websocket', (socket) => note(socket.url()));
  page.on('pageerror', (error) => misdeeds.errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') misdeeds.errors.push(message.text());
  });
  await page.exposeFunction('noteViolation', (what: string) => misdeeds.policy.push(what));
  await page.addInitScript(`document.addEventListener('securitypolicyviolation', (event) =>
    window.noteViolation([event.effectiveDirective, event.blockedURI, event.sourceFile, event.lineNumber].join(' ')))`);
  return { page, misdeeds, requests, close: () => context.close() };
}

const sendBox = (page: Page) => page.locator('[data-id="webchat-sendbox-input"]');
/** The visible transcript: Web Chat keeps a second copy for screen readers elsewhere. */
const transcript = (page: Page) => page.locator('.webchat__basic-transcript');
const fromBot = (page: Page) =>
  transcript(page).locator('.webchat__stacked-layout:not(.webchat__stacked-layout--from-user)');

/** Opens the page and starts the chat; resolves when the bot has spoken. */
export async function openChat(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.locator('#start').click();
  await fromBot(page).first().waitFor();
}

/** Types a message and sends it. */
export async function say(page: Page, text: string): Promise<void> {
  await sendBox(page).fill(text);
  await sendBox(page).press('Enter');
}

/** The newest card on the screen. */
export const lastCard = (page: Page): Locator => transcript(page).locator('.ac-adaptiveCard').last();

/** Fills in an input of the newest card, found by its visible label. */
export async function fillInput(page: Page, label: string, text: string): Promise<void> {
  const input = lastCard(page).getByLabel(label, { exact: false }).first();
  const isSelect = (await input.and(page.locator('select')).count()) > 0;
  if (isSelect) await input.selectOption({ label: text });
  else await input.fill(text);
}

/** Ticks a choice of the newest card. */
export async function choose(page: Page, title: string): Promise<void> {
  await lastCard(page).getByLabel(title, { exact: true }).check();
}

/** Resolves when the newest card says it. */
export async function waitForCard(page: Page, words: RegExp, timeout = 10_000): Promise<Locator> {
  const card = lastCard(page).filter({ hasText: words });
  await card.waitFor({ timeout });
  return card;
}

/** Picks files with the paper clip; they are sent at once. */
export async function sendFiles(
  page: Page,
  files: { name: string; mimeType: string; buffer: Buffer }[],
): Promise<void> {
  await page.locator('input[type=file]').first().setInputFiles(files);
}

/** Presses a button of the newest card. */
export async function clickCardButton(page: Page, title: string): Promise<void> {
  await lastCard(page).getByRole('button', { name: title, exact: true }).click();
}

/** Presses a quick reply below the conversation. */
export async function clickSuggestion(page: Page, title: string): Promise<void> {
  await page.locator('.webchat__suggested-actions').getByRole('button', { name: title, exact: true }).click();
}

/** Resolves with the newest bubble or card of the bot that says it. */
export async function waitForBotText(page: Page, words: RegExp, timeout = 10_000): Promise<Locator> {
  const found = fromBot(page).filter({ hasText: words }).last();
  await found.waitFor({ timeout });
  return found;
}

/** The id of the conversation of this tab. */
export const conversationOf = (page: Page): Promise<string> =>
  page.evaluate("JSON.parse(sessionStorage.getItem('chat')).conversationId");

/** The words of the transcript, one line per bubble. */
export const readTranscript = async (page: Page): Promise<string[]> =>
  (await transcript(page).locator('.webchat__stacked-layout__content').allInnerTexts()).map((text) => text.trim());

/** Into .test-output/, which is not kept in git. */
export async function takeScreenshot(page: Page, name: string): Promise<void> {
  const folder = path.resolve(import.meta.dirname, '..', '..', '.test-output');
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: path.join(folder, `${name}.png`) });
}
