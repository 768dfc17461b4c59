// The channel and the page together on one loopback server, with texts of their own, for tests in a browser.
import path from 'node:path';
import { mountPage, type PageOptions } from '../../src/web/mount-page.js';
import { startChannelServer, type ChannelServer } from './channel-server.js';

const texts: Record<string, Record<string, string>> = {
  en: {
    'language.name': 'English',
    'page.title': 'Report a suspicion',
    'page.heading': 'Have you noticed something?',
    'page.intro': 'What you write is kept encrypted. What you send is sealed. You need not say who you are.',
    'welcome.privacy.demonstration': 'What you send is read by those who run this.',
    'page.introDemonstration': 'This is a demonstration. To report for real call 90 114.',
    'page.start': 'Start the chat',
    'page.noscript': 'The chat needs JavaScript. You can call 90 114 instead.',
    'page.languageSwitch': 'Language',
    'page.connecting': 'Connecting to the chat.',
    'page.lostLine': 'The connection is lost.',
    'page.ended': 'This chat has ended.',
    'page.startAgain': 'Start again',
    'page.sendFailed': 'Your message did not get through.',
    'page.phoneLine': 'You can also call the tip line 90 114.',
    'page.emergencyLine': 'In danger: call 112.',
    'page.skipToChat': 'Skip to the chat',
    'page.chatLabel': 'Chat',
  },
  sv: {
    'language.name': 'Svenska',
    'page.title': 'Rapportera en misstanke',
    'page.heading': 'Har du märkt något?',
    'page.intro': 'Det du skriver förvaras krypterat. Det du skickar förseglas. Du behöver inte säga vem du är.',
    'welcome.privacy.demonstration': 'Det du skickar läses av dem som kör detta.',
    'page.introDemonstration': 'Det här är en demonstration. Ring 90 114 för att rapportera på riktigt.',
    'page.start': 'Starta chatten',
    'page.noscript': 'Chatten behöver JavaScript. Du kan ringa 90 114 i stället.',
    'page.languageSwitch': 'Språk',
    'page.connecting': 'Ansluter till chatten.',
    'page.lostLine': 'Anslutningen är bruten.',
    'page.ended': 'Den här chatten är avslutad.',
    'page.startAgain': 'Börja om',
    'page.sendFailed': 'Ditt meddelande kom inte fram.',
    'page.phoneLine': 'Du kan också ringa tipstelefonen 90 114.',
    'page.emergencyLine': 'Vid fara: ring 112.',
    'page.skipToChat': 'Hoppa till chatten',
    'page.chatLabel': 'Chatt',
  },
};

const fact = (text: PageOptions['authority']['names']['authority']['text']) => ({ text, source: 'T1' });
const phone = (text: string) => ({ ...fact(text), dial: text.replace(/ /g, '') });

export const pageOptions: PageOptions = {
  assets: path.resolve(import.meta.dirname, '..', '..', 'dist', 'web'),
  text: (language, key) => texts[language]?.[key] ?? `?${key}?`,
  languages: ['en', 'sv'],
  isDemonstration: false,
  authority: {
    names: {
      authority: fact({ en: 'Swedish Customs', sv: 'Tullverket' }),
      programme: fact('Programme'),
      programmeShort: fact('P'),
    },
    phones: {
      emergency: phone('112'),
      tipLine: phone('90 114'),
      police: phone('114 14'),
      switchboard: phone('0771'),
      switchboardAbroad: phone('+46'),
    },
  },
  publicUrl: null,
};

export function startPageServer(
  page: Partial<PageOptions> = {},
  channel: Parameters<typeof startChannelServer>[0] = {},
): Promise<ChannelServer> {
  return startChannelServer({ ...channel, mount: (server) => mountPage(server, { ...pageOptions, ...page }) });
}
