// What a dialogue asks of the world. A closed union: whoever carries it out must know every kind.
import type { Answers, FileValue } from './flow.js';
import type { DialogueReply } from './reply.js';
import type { Fixed, Frame } from './state.js';

export type Effect =
  /** Derive the public values that belong to a receipt; comes back as result `fixed`. */
  | { kind: 'fix'; receipt: string }
  /** The person confirmed: seal and keep it in the same step that commits the state. */
  | { kind: 'submit'; form: string; version: number; answers: Answers; skipped: string[]; fixed: Fixed }
  /** A form without review is complete. */
  | { kind: 'complete'; form: string; answers: Answers }
  /** These files belong to nothing any more. */
  | { kind: 'discard'; files: FileValue[] };

/** What a handler gives back: the frame as it is now (null: it is closed), and what comes before the next question. */
export interface Outcome {
  frame: Frame | null;
  replies: DialogueReply[];
  effects: Effect[];
  /** False where the present question need not be put again. */
  isAsking: boolean;
}
