// Draws what the bot tells: the welcome, danger, and where a report stands. It asks for nothing but a choice of what to do.
import {
  actions,
  type Action,
  type BotReply,
  type DrawContext,
  type Drawn,
  type Language,
} from '../core/chat/message.js';
import type { Authority } from '../core/wording/authority.js';
import type { TemplateSet } from './create-template-set.js';
import { bullets, paragraphs } from './text-twin.js';
import type { Voice } from './create-voice.js';

export interface Notice {
  title: string;
  /** Stand out, first. */
  alerts: string[];
  texts: string[];
  links: { title: string; url: string }[];
  actions: Action[];
}

/** A card with a heading, sentences and buttons, and the same in words. */
export function drawNotice(voice: Voice, templates: TemplateSet, notice: Notice): Drawn {
  const titles = notice.actions.map((action) => ({ action, title: voice.say(`action.${action}`) }));
  const card = templates.bind('notice', {
    fallback: voice.say('card.fallback'),
    title: notice.title,
    alerts: notice.alerts.map((text) => ({ text })),
    paragraphs: notice.texts.map((text) => ({ text })),
    links: notice.links,
    buttons: titles,
  });
  const choices = bullets(titles.map(({ title }) => title));
  return { text: paragraphs(notice.title, notice.alerts, notice.texts, choices), card, buttons: [] };
}

/** Buttons for the languages that are not spoken now, as far as the closed list of actions has them. */
function languageActions(languages: Language[], present: Language): Action[] {
  const others = languages.filter((language) => language !== present).map((language) => `language.${language}`);
  return actions.filter((action) => others.includes(action));
}

export function drawWelcome(
  voice: Voice,
  templates: TemplateSet,
  welcome: BotReply & { kind: 'welcome' },
  surroundings: { channel: DrawContext['channel']; languages: Language[]; isDemonstration: boolean },
): Drawn {
  const { channel, languages, isDemonstration } = surroundings;
  const notice = isDemonstration ? [voice.say('demonstration.notice')] : [];
  const closed = welcome.takesReports ? [] : [voice.say('welcome.closed')];
  const about = [
    ...(channel === 'web' ? [] : [voice.say('teams.notice')]),
    voice.say(isDemonstration ? 'welcome.whoDemonstration' : 'welcome.who'),
    voice.say(`welcome.privacy.${isDemonstration ? 'demonstration' : channel}`),
    voice.say('welcome.otherWays'),
  ];
  return drawNotice(voice, templates, {
    title: voice.say('welcome.title'),
    alerts: [...notice, ...closed, ...(welcome.isAgain ? [] : [voice.say('welcome.danger')])],
    texts: [...(welcome.isAgain ? [voice.say('welcome.again')] : about), voice.say('welcome.offer')],
    links: [],
    actions: [
      ...(welcome.takesReports ? (['report.start'] as const) : []),
      'question.start',
      'comeback.start',
      ...languageActions(languages, voice.language),
    ],
  });
}

export function drawDanger(voice: Voice, templates: TemplateSet, { phones }: Authority): Drawn {
  const numbers = [phones.emergency, phones.tipLine].map(({ text, dial }) => ({
    title: voice.say('danger.call', { number: typeof text === 'string' ? text : (text[voice.language] ?? text.en) }),
    url: `tel:${dial}`,
  }));
  return drawNotice(voice, templates, {
    title: voice.say('danger.title'),
    alerts: [voice.say('danger.first')],
    texts: [voice.say('danger.then')],
    links: numbers,
    actions: [],
  });
}

export function drawStatus(
  voice: Voice,
  templates: TemplateSet,
  { status }: BotReply & { kind: 'status' },
  isDemonstration: boolean,
  channel: DrawContext['channel'],
): Drawn {
  const isTrial = isDemonstration && status !== 'unknown';
  return drawNotice(voice, templates, {
    title: voice.say('status.title'),
    alerts: isDemonstration ? [voice.say('demonstration.notice')] : [],
    texts: [voice.say(`status.${status}${isTrial ? 'Demonstration' : ''}`)],
    links: [],
    actions: channel === 'dialog' ? [] : ['menu.show'],
  });
}
