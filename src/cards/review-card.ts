// Draws everything that was answered, with a button to change each answer, before anything leaves. The text holds all of it; the card
// shortens what is long and says so.
import type { Action, Drawn } from '../core/chat/message.js';
import type { Form } from '../core/dialogue/flow.js';
import type { Review } from '../core/dialogue/reply.js';
import { answerLines } from './answer-lines.js';
import { fittingCard, shortenLines } from './shorten.js';
import type { TemplateSet } from './create-template-set.js';
import { bullets, linesText, paragraphs } from './text-twin.js';
import type { Voice } from './create-voice.js';

const actions: Action[] = ['review.confirm', 'form.cancel'];

export function drawReview(
  voice: Voice,
  templates: TemplateSet,
  form: Form,
  review: Review,
  isDemonstration: boolean,
): Drawn {
  const nameOf = (step: string) => voice.say(`form.${form.id}.step.${step}.name`);
  const rows = review.given.flatMap(({ step: id, answers }) => {
    const step = form.steps.find((candidate) => candidate.id === id);
    return step ? [{ step: id, name: nameOf(id), lines: answerLines(voice, form.id, step, answers) }] : [];
  });
  const open = review.open.filter((id) => form.steps.some((step) => step.id === id));
  const title = voice.say('review.title');
  const alerts = isDemonstration ? [voice.say('demonstration.notice')] : [];
  const intro = voice.say('review.intro');
  const sending = voice.say(isDemonstration ? 'review.sendingDemonstration' : 'review.sending');
  const more = {
    label: voice.say('review.more'),
    placeholder: voice.say('card.choose'),
    add: voice.say('review.add'),
    choices: open.map((step) => ({ title: nameOf(step), value: step })),
  };
  const card = fittingCard((limit) =>
    templates.bind('review', {
      fallback: voice.say('card.fallback'),
      form: form.id,
      rev: review.rev,
      title,
      alerts: alerts.map((text) => ({ text })),
      intro,
      rows: rows.map((row) => ({
        ...row,
        lines: shortenLines(voice, row.lines, limit),
        change: voice.say('review.change', { name: row.name }),
      })),
      more: open.length > 0 ? [more] : [],
      closing: [{ text: sending }],
      buttons: actions.map((action) => ({
        action,
        title: voice.say(`action.${action}`),
        style: action === 'review.confirm' ? 'positive' : 'default',
      })),
    }),
  );
  const { commands, edit } = voice.words;
  const words = { confirm: commands.confirm[0] ?? '', edit: edit[0] ?? '', cancel: commands.cancel[0] ?? '' };
  const text = paragraphs(
    title,
    alerts,
    intro,
    rows.map(({ name, lines }) => `${name}\n${linesText(lines)}`),
    open.length > 0 ? `${more.label}:\n${bullets(open.map(nameOf))}` : '',
    sending,
    voice.say('review.words', words),
  );
  return { text, card, buttons: [] };
}
