// The composition root: names every part and joins them. What fills the ports is in fill-ports.ts; nothing is decided here.
import type { Server } from 'node:http';
import path from 'node:path';
import { loadContent } from './adapters/content/load-content.js';
import { mountDirectLine } from './adapters/directline/mount-direct-line.js';
import { createAdminServer } from './adapters/http/create-admin-server.js';
import { createServer } from './adapters/http/create-server.js';
import { formHash } from './adapters/node/form-hash.js';
import { createMetrics } from './adapters/node/metrics.js';
import { createCardBuilder } from './cards/create-card-builder.js';
import type { Config } from './config.js';
import { maskReceipts } from './core/reports/receipt.js';
import { createWording } from './core/wording/wording.js';
import type { Ports } from './fill-ports.js';
import { Fault } from './ports/fault.js';
import type { Lifetime } from './ports/records.js';
import { createChat } from './turn/create-chat.js';
import { createDirectTurns } from './turn/create-direct-turns.js';
import type { DirectState } from './turn/direct-state.js';
import type { DirectTurns } from './turn/direct-turns.js';
import { createConversationStore } from './turn/conversation-store.js';
import { createCourier } from './turn/courier.js';
import { createFlows, formsOf } from './turn/flows.js';
import { createSweeper } from './turn/create-sweeper.js';
import type { House } from './turn/house.js';
import { lexiconOf } from './turn/lexicon-of.js';
import { mountPage } from './web/mount-page.js';

const minute = 60_000;
const day = 24 * 60 * minute;

/** Web conversations end 30 minutes after the last word, and two hours after the first. */
const lifetime: Lifetime = { idle: 30 * minute, absolute: 120 * minute };
/** Drafts in Teams end an hour after the last word: people are called away from their work more often than from a page. */
const teamsLifetime: Lifetime = { idle: 60 * minute, absolute: 120 * minute };
const reportLifetime = 90 * day;
const mailboxLifetime = 180 * day;
const receiptWindow = 15 * minute;

export interface App {
  /** Resolves when both servers listen. */
  start(): Promise<void>;
  /** Finishes turns in flight, sends clients away so that they come back, closes the store. */
  stop(): Promise<void>;
}

const listen = (server: Server, port: number, host: string) =>
  new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const reason = cause.code === 'EADDRINUSE' ? 'is taken by another program' : `cannot be used (${cause.code})`;
      reject(new Fault('config.wrong', `Port ${port} on ${host} ${reason}. Set another one.`, cause));
    });
    server.listen(port, host, resolve);
  });

const close = (server: Server) =>
  new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });

/** `root`: the folder that holds content/, cards/ and dist/. Throws Fault content.wrong with every fault of the content. */
export async function createApp(config: Config, ports: Ports, root: string): Promise<App> {
  const isDemonstration = config.customs === null;
  const content = await loadContent(root);
  const wording = createWording(content.bundles);
  const forms = formsOf(content.indicators.map(({ id }) => id));
  const lexicon = lexiconOf(wording, forms);
  const { draw } = createCardBuilder({
    wording,
    authority: content.authority,
    forms,
    templates: content.templates,
    isDemonstration,
  });

  // A reminder that nobody can act on waits until somebody can, or ends by itself.
  let directTurns: DirectTurns | null = null;
  const remind = async (body: Uint8Array) => directTurns?.remind(body) ?? 'later';
  const courier = createCourier({ ...ports, remind, mailboxLifetime });
  const sweeper = createSweeper(ports);
  const house: House = {
    ...ports,
    circumstances: {
      isDemonstration,
      takesReports: config.takesReports,
      languages: wording.languages,
      zone: 'Europe/Stockholm',
      formHashes: Object.fromEntries(forms.map((form) => [form.id, formHash(form)])),
      reportLifetime,
      receiptWindow,
    },
    flows: createFlows(forms, lexicon),
    lexicon,
    onReportKept: () => courier.reportKept(),
  };
  const { records, blobs, cipher } = ports;
  const chat = createChat({ ...house, conversations: createConversationStore(records, blobs, cipher, lifetime) });

  const server = createServer((route, code) => ports.log.write({ event: 'request.failed', route, code }));
  const directLine = mountDirectLine(server, {
    ...ports,
    chat,
    draw,
    languages: wording.languages,
    publicUrl: config.publicUrl,
    lifetime,
    maskReceipts,
  });
  mountPage(server, {
    assets: path.join(root, 'dist', 'web'),
    text: (language, key, params) => wording.text(language, key, params),
    languages: wording.languages,
    isDemonstration,
    authority: content.authority,
    publicUrl: config.publicUrl,
  });
  // Loaded only where it is used: the SDK is large.
  const botFramework =
    config.botFramework &&
    (await import('./adapters/botframework/create-bot-framework.js')).createBotFramework({
      ...ports,
      settings: config.botFramework,
      draw,
      text: (language, key) => wording.text(language, key),
      languages: wording.languages,
      maskReceipts,
    });
  if (botFramework) {
    directTurns = createDirectTurns({
      ...house,
      cipher,
      mouth: botFramework.mouth,
      lifetime: teamsLifetime,
      conversations: createConversationStore<DirectState>(records, blobs, cipher, teamsLifetime, 'anything'),
    });
    botFramework.mount(server, directTurns);
  }
  const metrics = createMetrics(ports);
  const admin = createAdminServer({
    faults: async () => {
      const faults = await ports.storeFaults();
      const backlog = await ports.records.backlog().catch(() => null);
      if (backlog === null && faults.length === 0) return ['the store does not answer'];
      const refused = backlog?.refused ?? 0;
      return refused > 0 ? [...faults, `${refused} reports were refused or given up: a person must look`] : faults;
    },
    metrics: () => metrics.text(),
  });

  return {
    async start() {
      await listen(server.server, config.port, config.host);
      await listen(admin, config.adminPort, '127.0.0.1');
      courier.start();
      sweeper.start();
      const { takesReports, port } = config;
      ports.log.write({
        event: 'started',
        store: config.redis === null ? 'embedded' : 'redis',
        isDemonstration,
        takesReports,
        port,
      });
    },
    async stop() {
      ports.log.write({ event: 'stopping' });
      const closed = Promise.all([close(server.server as Server), close(admin)]);
      await directLine.close();
      await chat.settle();
      await directTurns?.settle();
      await courier.stop();
      await botFramework?.close();
      await sweeper.stop();
      (server.server as Server).closeAllConnections();
      admin.closeAllConnections();
      await closed;
      await ports.close();
      ports.log.write({ event: 'stopped' });
    },
  };
}
