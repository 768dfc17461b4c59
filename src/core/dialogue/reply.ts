// What a dialogue says, as neutral data: keys and values, no sentence and no card. /cards draws it for a channel and language.
import type { Answers } from './flow.js';

/** What is wrong with an input: wording key `problem.<code>`, with its parameters. */
export interface Problem {
  slot: string;
  code:
    | 'required'
    | 'tooShort'
    | 'tooLong'
    | 'notAnOption'
    | 'notADate'
    | 'inFuture'
    | 'inPast'
    | 'tooMany'
    | 'notAReceipt';
  params?: Record<string, string | number>;
}

/** A step to answer. `times` counts how often it has been put; from the third time on the bot explains and offers to skip. */
export interface Ask {
  kind: 'ask';
  form: string;
  step: string;
  rev: number;
  values: Answers;
  /** Answers to other steps that decide what is offered here (see Narrowing). */
  context: Record<string, string>;
  problems: Problem[];
  times: number;
  isRequired: boolean;
  canGoBack: boolean;
  /** This is question `number` of `of` as far as can be seen now. */
  progress: { number: number; of: number };
}

export interface ReviewRow {
  step: string;
  answers: Answers;
}

export interface Review {
  kind: 'review';
  form: string;
  rev: number;
  given: ReviewRow[];
  /** Steps that are live and have no answer. */
  open: string[];
}

/** The read-only form of the card that was live; it takes that card's place. `left`: the dialogue moved on without an answer. */
export interface Answered {
  kind: 'answered';
  form: string;
  step: string | null;
  outcome: 'answered' | 'skipped' | 'left' | 'sent';
  answers: Answers;
}

/** A sentence by wording key, with actions offered as buttons (names of the closed action list). */
export interface Say {
  kind: 'say';
  key: string;
  params?: Record<string, string | number>;
  actions?: string[];
}

export type DialogueReply = Ask | Review | Answered | Say;
