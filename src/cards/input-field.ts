// What the ask template needs to know of one slot to draw its input. The id of an input is the id of its slot; a receipt is never
// filled in beforehand.
import type { FileValue, Slot, Value } from '../core/dialogue/flow.js';
import type { Ask, Problem } from '../core/dialogue/reply.js';
import { fileLine, optionTitle } from './answer-lines.js';
import { literalText } from './literal-text.js';
import type { Voice } from './create-voice.js';

/** More options than this are shown as a drop-down. */
const maxExpanded = 6;
/** 17 digits with spaces between the groups, and some room. */
const receiptLength = 25;

export interface Field {
  kind: 'text' | 'moment' | 'choice' | 'files';
  id: string;
  label: string;
  value: string;
  isRequired: boolean;
  /** What the client says when it is left empty though required. */
  error: string;
  /** Empty, or what is wrong in words. */
  problem: string;
  files: { text: string }[];
  [more: string]: unknown;
}

/** What is offered: narrowed by an earlier answer, and always with what was chosen before, so that nothing is lost unseen. */
export function offeredOptions(slot: Slot, ask: Pick<Ask, 'context' | 'values'>): string[] {
  if (slot.kind === 'choice') return slot.options;
  if (slot.kind !== 'choices') return [];
  if (!slot.narrow) return slot.options;
  const { by, to, otherwise } = slot.narrow;
  const offered = to[ask.context[by] ?? ''] ?? otherwise;
  const chosen = ask.values[slot.id];
  return slot.options.filter(
    (option) => offered.includes(option) || (Array.isArray(chosen) && (chosen as unknown[]).includes(option)),
  );
}

export function problemText(voice: Voice, slot: Slot | null, { code, params }: Problem): string {
  const limits: Record<string, number> = {
    min: slot?.kind === 'text' ? (slot.min ?? 1) : 1,
    max: slot?.kind === 'files' ? slot.maxItems : slot && 'max' in slot ? slot.max : 1,
  };
  return voice.say('card.pleaseCheck', { problem: voice.say(`problem.${code}`, { ...limits, ...params }) });
}

const textOf = (value: Value | undefined, separator: string): string => {
  if (typeof value === 'string') return value;
  return (value ?? []).filter((item) => typeof item === 'string').join(separator);
};

export function inputField(voice: Voice, ask: Ask, slot: Slot): Field {
  const key = `form.${ask.form}.slot.${slot.id}`;
  const label = voice.say(`${key}.label`);
  const value = ask.values[slot.id];
  const field = {
    id: slot.id,
    label,
    value: textOf(value, '\n'),
    isRequired: slot.isRequired ?? false,
    error: voice.say('problem.required'),
    problem: ask.problems
      .filter((problem) => problem.slot === slot.id)
      .map((problem) => problemText(voice, slot, problem))
      .join(' '),
    files: [],
  };
  const placeholder = voice.maybe(`${key}.placeholder`);
  switch (slot.kind) {
    case 'text':
      return { ...field, kind: 'text', placeholder, maxLength: slot.max, isLong: slot.isLong ?? false };
    case 'list': {
      const maxLength = (slot.max + 1) * slot.maxItems;
      return {
        ...field,
        kind: 'text',
        label: voice.say('card.onePerLine', { label }),
        placeholder,
        maxLength,
        isLong: true,
      };
    }
    case 'receipt':
      return { ...field, kind: 'text', value: '', placeholder, maxLength: receiptLength, isLong: false };
    case 'moment': {
      const [date = '', time = ''] = field.value.split('T');
      const error = voice.say('problem.notADate');
      const labels = { label: voice.say('card.date', { label }), timeLabel: voice.say('card.time', { label }) };
      return { ...field, ...labels, kind: 'moment', value: date, error, timeId: `${slot.id}.time`, time };
    }
    case 'choice':
    case 'choices': {
      const isMulti = slot.kind === 'choices';
      const choices = offeredOptions(slot, ask).map((option) => ({
        title: optionTitle(voice, ask.form, slot.id, option),
        value: option,
      }));
      return {
        ...field,
        kind: 'choice',
        label: isMulti ? voice.say('card.several', { label }) : label,
        value: textOf(value, ','),
        placeholder: voice.say('card.choose'),
        choices,
        style: isMulti || choices.length <= maxExpanded ? 'expanded' : 'compact',
        isMulti,
      };
    }
    case 'files': {
      const files = (Array.isArray(value) ? value : []).filter((item): item is FileValue => typeof item === 'object');
      return {
        ...field,
        kind: 'files',
        label: voice.say(files.length > 0 ? 'card.filesSoFar' : 'card.noFiles'),
        files: files.map((file) => ({ text: literalText(fileLine(voice, file)) })),
      };
    }
  }
}
