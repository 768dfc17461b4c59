// Draws a question: one small card for one step, and the same in words. Only Next takes the inputs along; every other button works
// with the card left empty.
import type { Action, Channel, Drawn } from '../core/chat/message.js';
import type { Form, Slot, Step } from '../core/dialogue/flow.js';
import type { Ask } from '../core/dialogue/reply.js';
import { answerLines, optionTitle } from './answer-lines.js';
import { inputField, offeredOptions, problemText } from './input-field.js';
import type { TemplateSet } from './create-template-set.js';
import { bullets, linesText, paragraphs } from './text-twin.js';
import type { Voice } from './create-voice.js';

/** From this time on the bot explains without being asked. */
const explainsFrom = 3;

function actionsOf(form: Form, ask: Ask, channel: Channel): Action[] {
  // A dialog is closed by its own cross; there is nothing in it to go back to.
  if (channel === 'dialog') return ['step.next'];
  return [
    'step.next',
    ...(ask.isRequired ? [] : (['step.skip'] as const)),
    ...(ask.canGoBack ? (['step.back'] as const) : []),
    ...(form.finish === 'review' ? (['form.review'] as const) : []),
    'form.help',
    'form.cancel',
  ];
}

/** How to answer the step's first slot in words: that is the one which takes what is typed. */
function howToAnswer(voice: Voice, form: Form, ask: Ask, slot: Slot): string {
  if (slot.kind !== 'choice' && slot.kind !== 'choices') return voice.say(`how.${slot.kind}`);
  const titles = offeredOptions(slot, ask).map((option) => {
    const title = optionTitle(voice, form.id, slot.id, option);
    // the ids of indicators are short and can be written instead of a whole sentence
    return /^[A-Z]{2}\d+$/.test(option) ? `${option}: ${title}` : title;
  });
  return `${voice.say(`how.${slot.kind}`)}\n${bullets(titles)}`;
}

function wordsFor(voice: Voice, actions: Action[]): string {
  const { commands } = voice.words;
  const words: Partial<Record<Action, string | undefined>> = {
    'step.skip': commands.skip[0],
    'step.back': commands.back[0],
    'form.review': commands.review[0],
    'form.help': commands.help[0],
    'form.cancel': commands.cancel[0],
  };
  const known = actions.map((action) => words[action]).filter((word) => word !== undefined);
  return voice.say('how.words', { words: known.join(', ') });
}

export function drawAsk(
  voice: Voice,
  templates: TemplateSet,
  form: Form,
  step: Step,
  ask: Ask,
  channel: Channel,
): Drawn {
  const key = `form.${form.id}.step.${step.id}`;
  const question = voice.say(`${key}.question`);
  const progress = ask.progress.of > 1 ? voice.say('card.progress', ask.progress) : '';
  const homeless = ask.problems.filter(({ slot }) => !step.slots.some(({ id }) => id === slot));
  const notes = [
    voice.maybe(`${key}.hint`),
    ask.times >= explainsFrom ? voice.say(`${key}.help`) : '',
    ...homeless.map((problem) => problemText(voice, null, problem)),
  ].filter((note) => note !== '');
  const fields = step.slots.map((slot) => inputField(voice, ask, slot));
  const actions = actionsOf(form, ask, channel);
  const card = templates.bind('ask', {
    fallback: voice.say('card.fallback'),
    form: form.id,
    step: step.id,
    rev: ask.rev,
    progress,
    question,
    notes: notes.map((text) => ({ text })),
    fields,
    buttons: actions.map((action) => ({
      action,
      title: voice.say(`action.${action}`),
      style: action === 'step.next' ? 'positive' : 'default',
      inputs: action === 'step.next' ? 'auto' : 'none',
    })),
  });
  const [first] = step.slots;
  const soFar = linesText(answerLines(voice, form.id, step, ask.values));
  const text = paragraphs(
    progress,
    question,
    notes,
    fields.map(({ problem }) => problem),
    first ? howToAnswer(voice, form, ask, first) : '',
    first && step.slots.length > 1
      ? voice.say('how.only', { label: voice.say(`form.${form.id}.slot.${first.id}.label`) })
      : '',
    soFar === '' || first?.kind === 'receipt' ? '' : `${voice.say('card.soFar')}\n${soFar}`,
    wordsFor(voice, actions),
  );
  return { text, card, buttons: [] };
}
