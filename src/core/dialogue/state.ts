// What a conversation remembers. JSON, small (under 2 kB without long answers), and without any index into a form.
import type { Answers } from './flow.js';

/** What is decided once, when the review is first shown, so that a crash later cannot change it. */
export interface Fixed {
  /** 128 random bits, hex. */
  id: string;
  /** 17 digits: 16 random and a check digit. */
  receipt: string;
  /** Filled in by the result of the `fix` effect: public values derived from the receipt. */
  mailbox: Record<string, string> | null;
}

/** One open form. The next question is derived from `answers` and `skipped`; there is no position to get wrong. */
export interface Frame {
  form: string;
  version: number;
  /** Grows with every accepted change; a card of an older revision is stale. */
  rev: number;
  answers: Answers;
  skipped: string[];
  /** Answers taken out for correction; they prefill the card. */
  previous: Answers;
  /** How often the present question was put without an answer. */
  asked: { step: string; times: number } | null;
  fixed: Fixed | null;
}

/** The last frame is the one that is talked about; those before it are suspended. */
export interface State {
  stack: Frame[];
}

export const emptyState: State = { stack: [] };
