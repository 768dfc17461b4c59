// What can happen to a dialogue. Clock and chance come with the event, so that the same event on the same state always
// gives the same result, however often it is tried.
import type { FileValue } from './flow.js';

/** The repairs that work at every point of every form, by button and by words. */
export type Command =
  | { name: 'back' | 'skip' | 'cancel' | 'help' | 'repeat' | 'review' | 'confirm' }
  /** Change the answer to a step. */
  | { name: 'edit'; step: string };

/** The card a button stood on: which step it asked and at which revision. Null where the person typed. */
export interface CardMark {
  step: string | null;
  rev: number | null;
}

export type Happening =
  | { kind: 'open'; form: string }
  | { kind: 'command'; command: Command; card: CardMark | null }
  /** Inputs of a card, as they came: unknown keys are dropped, every value is validated. */
  | { kind: 'fill'; values: Record<string, unknown>; card: CardMark }
  | { kind: 'text'; text: string }
  | { kind: 'files'; files: FileValue[] }
  /** What an effect brought back from the world. */
  | { kind: 'result'; name: string; value: Record<string, string> };

/** `now` in ms since 1970 UTC; `entropy` 32 random bytes, hex, the same on every replay. */
export type Event = Happening & { now: number; zone: string; entropy: string };
