// Draws a sentence with buttons for Teams, whose quick replies would put words into the person's mouth: a small card instead.
import type { Drawn } from '../core/chat/message.js';
import type { TemplateSet } from './create-template-set.js';
import type { Voice } from './create-voice.js';

/** A sentence without buttons stays one. */
export function drawTeamsSay(voice: Voice, templates: TemplateSet, said: Drawn): Drawn {
  if (said.buttons.length === 0) return said;
  const card = templates.bind('say', { fallback: voice.say('card.fallback'), text: said.text, buttons: said.buttons });
  return { text: said.text, card, buttons: [] };
}
