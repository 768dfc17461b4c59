// Draws any reply for a person: an Adaptive Card 1.5 where one helps, and always the same in words. It is total: a reply that no longer
// fits the forms becomes an honest sentence, never an exception, since a log entry that cannot be drawn would block its conversation.
import { actions, type DrawContext, type Drawn, type Language, type Reply } from '../core/chat/message.js';
import type { Form } from '../core/dialogue/flow.js';
import type { Say } from '../core/dialogue/reply.js';
import type { Authority } from '../core/wording/authority.js';
import { fallbackLanguage, type Wording } from '../core/wording/wording.js';
import { drawAnswered } from './answered-card.js';
import { drawAsk } from './ask-card.js';
import { drawKept } from './kept-card.js';
import { drawDanger, drawStatus, drawWelcome } from './notice-card.js';
import { drawReceipt } from './receipt-card.js';
import { requiredKeys } from './required-keys.js';
import { drawReview } from './review-card.js';
import { createTemplateSet } from './create-template-set.js';
import { drawTeamsSay } from './teams-say.js';
import { teamsTemplates } from './teams-card.js';
import { createVoice, type Voice } from './create-voice.js';

export interface CardParts {
  wording: Wording;
  authority: Authority;
  forms: Form[];
  /** By file name of /cards without `.json`. */
  templates: Record<string, unknown>;
  /** Demonstration keys or no real intake: every welcome, review, receipt and status says so. */
  isDemonstration: boolean;
}

export interface CardBuilder {
  draw: (reply: Reply, context: DrawContext) => Drawn;
}

function drawSay(voice: Voice, say: Say): Drawn {
  const offered = (say.actions ?? []).flatMap((name) => actions.filter((action) => action === name));
  const buttons = offered.map((action) => ({ action, title: voice.say(`action.${action}`) }));
  return { text: voice.say(say.key, say.params), card: null, buttons };
}

/** Throws an Error that names every template and every English sentence that is missing. */
export function createCardBuilder({ wording, authority, forms, templates, isDemonstration }: CardParts): CardBuilder {
  const missing = requiredKeys(forms).filter((key) => !wording.has(fallbackLanguage, key));
  if (missing.length > 0) throw new Error(`Add to content/wording/${fallbackLanguage}: ${missing.join(', ')}`);
  const plain = createTemplateSet(templates);
  const teams = teamsTemplates(plain);
  const formOf = new Map(forms.map((form) => [form.id, form]));
  const voices = new Map<Language, Voice>();

  function voiceOf(language: Language): Voice {
    const known = wording.languages.includes(language) ? language : fallbackLanguage;
    const voice = voices.get(known) ?? createVoice(wording, known);
    voices.set(known, voice);
    return voice;
  }

  function draw(reply: Reply, { language, channel, receipt }: DrawContext): Drawn {
    const voice = voiceOf(language);
    const set = channel === 'teams' ? teams : plain;
    const lost: Drawn = { text: voice.say('turn.failed'), card: null, buttons: [] };
    switch (reply.kind) {
      case 'ask': {
        const form = formOf.get(reply.form);
        const step = form?.steps.find(({ id }) => id === reply.step);
        return form && step ? drawAsk(voice, set, form, step, reply, channel) : lost;
      }
      case 'review': {
        const form = formOf.get(reply.form);
        return form ? drawReview(voice, set, form, reply, isDemonstration) : lost;
      }
      case 'answered': {
        const form = formOf.get(reply.form);
        return form ? drawAnswered(voice, set, form, reply) : lost;
      }
      case 'say':
        return channel === 'teams' ? drawTeamsSay(voice, set, drawSay(voice, reply)) : drawSay(voice, reply);
      case 'welcome': {
        const isTrial = isDemonstration || reply.isDemonstration;
        const surroundings = { channel, languages: wording.languages, isDemonstration: isTrial };
        return drawWelcome(voice, set, reply, surroundings);
      }
      case 'receipt': {
        const isTrial = isDemonstration || reply.isDemonstration;
        if (channel === 'teams') return drawKept(voice, set, reply, receipt !== null, isTrial);
        return drawReceipt(voice, set, reply, receipt, isTrial);
      }
      case 'status':
        return drawStatus(voice, set, reply, isDemonstration, channel);
      case 'danger':
        return drawDanger(voice, set, authority);
    }
  }
  return { draw };
}
