// Answers as lines to read: titles instead of option ids, one line for each slot that has a value. It never shows a receipt, nor
// anything of a file but its name and size.
import type { Answers, FileValue, Slot, Step, Value } from '../core/dialogue/flow.js';
import type { Voice } from './create-voice.js';

export interface AnswerLine {
  /** Empty where the step has one slot only: its name says it. */
  label: string;
  text: string;
}

export function fileLine(voice: Voice, { name, length }: FileValue): string {
  return voice.say('card.file', { name, size: Math.ceil(length / 1024) });
}

export const optionTitle = (voice: Voice, form: string, slot: string, option: string): string =>
  voice.say(`form.${form}.option.${slot}.${option}`);

const isText = (value: unknown): value is string => typeof value === 'string';

/** Total: a value that does not fit its slot shows as nothing. */
export function valueText(voice: Voice, form: string, slot: Slot, value: Value): string {
  const items: unknown[] = Array.isArray(value) ? value : [value];
  switch (slot.kind) {
    case 'text':
    case 'list':
      return items.filter(isText).join('\n');
    case 'moment':
      return items.filter(isText).join('\n').replace('T', ' ');
    case 'choice':
    case 'choices': {
      const chosen = items.filter((item): item is string => isText(item) && slot.options.includes(item));
      return chosen.map((option) => optionTitle(voice, form, slot.id, option)).join('\n');
    }
    case 'files':
      return items
        .filter((item): item is FileValue => typeof item === 'object' && item !== null)
        .map((file) => fileLine(voice, file))
        .join('\n');
    case 'receipt':
      return voice.say('receipt.masked');
  }
}

export function answerLines(voice: Voice, form: string, step: Step, answers: Answers): AnswerLine[] {
  return step.slots.flatMap((slot) => {
    const value = answers[slot.id];
    const text = value === undefined ? '' : valueText(voice, form, slot, value);
    if (text === '') return [];
    return [{ label: step.slots.length > 1 ? voice.say(`form.${form}.slot.${slot.id}.label`) : '', text }];
  });
}
