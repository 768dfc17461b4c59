// Draws what takes the place of a card that was answered: read-only, without inputs and buttons, so that it cannot be sent again.
import type { Drawn } from '../core/chat/message.js';
import type { Form } from '../core/dialogue/flow.js';
import type { Answered } from '../core/dialogue/reply.js';
import { answerLines } from './answer-lines.js';
import { fittingCard, shortenLines } from './shorten.js';
import type { TemplateSet } from './create-template-set.js';
import { linesText, paragraphs } from './text-twin.js';
import type { Voice } from './create-voice.js';

export function drawAnswered(voice: Voice, templates: TemplateSet, form: Form, answered: Answered): Drawn {
  const step = form.steps.find(({ id }) => id === answered.step);
  const title = step ? voice.say(`form.${form.id}.step.${step.id}.question`) : voice.say('status.title');
  const steps = step ? [step] : form.steps;
  const lines = steps.flatMap((one) => {
    const own = answerLines(voice, form.id, one, answered.answers);
    const name = voice.say(`form.${form.id}.step.${one.id}.name`);
    return step ? own : own.map(({ label, text }) => ({ label: label || name, text }));
  });
  const word = !step && answered.outcome === 'left' ? 'notSent' : answered.outcome;
  // the answer itself says that it was answered
  const outcome = word === 'answered' && lines.length > 0 ? '' : voice.say(`card.${word}`);
  const card = fittingCard((limit) =>
    templates.bind('answered', {
      fallback: voice.say('card.fallback'),
      title,
      outcome,
      lines: shortenLines(voice, lines, limit),
    }),
  );
  return { text: paragraphs(title, outcome, linesText(lines)), card, buttons: [] };
}
