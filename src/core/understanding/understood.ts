// What understanding gives back: the intent, the slots and the words that each value came from. It holds no judgement about
// whether a value is right: a wrong check digit may itself be the sign.

export const intents = ['report', 'question', 'agreement', 'interest', 'followup', 'command', 'other'] as const;
export type Intent = (typeof intents)[number];

/** Half-open range of UTF-16 positions in the text. */
export interface Span {
  start: number;
  end: number;
}

/** A value and the words that gave it. */
export interface Found<T = string> extends Span {
  value: T;
}

export const listSlots = [
  'goods',
  'places',
  'plates',
  'containers',
  'mrns',
  'eoris',
  'imos',
  'awbs',
  'orgnrs',
  'seals',
  'phones',
  'emails',
] as const;
export type ListSlot = (typeof listSlots)[number];

/** Normalised values; a slot that the text does not give is absent. `date` YYYY-MM-DD, `time` HH:MM, both local. */
export interface Slots extends Partial<Record<ListSlot, string[]>> {
  stage?: string;
  date?: string;
  time?: string;
  ongoing?: boolean;
  danger?: true;
}

export type SlotName = keyof Slots;

export interface Understood {
  lang: string;
  intent: Intent;
  slots: Slots;
  /** For each slot the words of each value, in the order of the values. */
  spans: Partial<Record<SlotName, Found<string | boolean>[]>>;
}
