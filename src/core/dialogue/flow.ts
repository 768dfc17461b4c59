// What a guided conversation is made of. Everything here is plain JSON, so that a form can be hashed, archived with the
// answers given to it, and shown to whoever reads them. It knows nothing of customs.

/** One thing that a step asks for. `id` is also the input id on a card and the key of the answer. */
export type Slot =
  | { id: string; kind: 'text'; max: number; min?: number; isLong?: boolean; isRequired?: boolean }
  | { id: string; kind: 'choice'; options: string[]; isRequired?: boolean }
  | { id: string; kind: 'choices'; options: string[]; narrow?: Narrowing; isRequired?: boolean }
  /** One item a line. */
  | { id: string; kind: 'list'; max: number; maxItems: number; isRequired?: boolean }
  /** Local date `YYYY-MM-DD` or local date and time `YYYY-MM-DDTHH:MM`; `tense` past refuses a day after today. */
  | { id: string; kind: 'moment'; tense: 'past' | 'future'; isRequired?: boolean }
  | { id: string; kind: 'files'; maxItems: number; isRequired?: boolean }
  /** 17 digits with a check digit; the value is a secret that must not be stored or shown. */
  | { id: string; kind: 'receipt'; isRequired?: boolean };

/** Which options of a `choices` slot are offered, by the answer to an earlier `choice` slot. */
export interface Narrowing {
  by: string;
  to: Record<string, string[]>;
  otherwise: string[];
}

/** True while the earlier answer to `slot` is one of `is`. A step without a condition is always live. */
export interface Condition {
  slot: string;
  is: string[];
}

/** One question, or one small card with a few inputs that belong together. The first slot takes what is typed in the chat. */
export interface Step {
  id: string;
  slots: Slot[];
  when?: Condition;
}

/** `finish`: a review card before anything leaves, or straight on after the last step. */
export interface Form {
  id: string;
  version: number;
  finish: 'review' | 'submit';
  /** The text slot that takes what a person just tells, wherever in the form they tell it. */
  story?: string;
  steps: Step[];
}

/** A file that was received and encrypted; `key` opens it and stands nowhere but in the draft and the sealed report. */
export interface FileValue {
  blob: string;
  name: string;
  type: string;
  /** Bytes before encryption. */
  length: number;
  /** Hex, of the bytes before encryption. */
  sha256: string;
  key: string;
}

export type Value = string | string[] | FileValue[];
export type Answers = Record<string, Value>;

/** The forms of a bot, and what reading words and drawing ids takes. All functions are pure. */
export interface Flows {
  forms: Record<string, Form>;
  /** What typed words mean for a slot, as the value a card would have sent; null when they say nothing about it. */
  read: (form: string, slot: Slot, text: string, moment: { now: number; zone: string }) => unknown;
  /** Draws what is fixed at the review from 32 random bytes, hex. */
  fix: (entropy: string) => { id: string; receipt: string };
}
