// The words by which people give commands and name options, of all languages together. Filled from content/wording, so that a
// further language is a further folder.
import type { Action } from '../chat/message.js';

/** Every key is a phrase as `normalise` gives it. */
export interface Lexicon {
  commands: Record<string, Action | 'repeat'>;
  /** Words before a step's name: "change place". */
  edit: string[];
  /** Phrase -> step id. */
  steps: Record<string, string>;
  /** Slot id -> phrase -> option. */
  options: Record<string, Record<string, string>>;
}

/** Lower case, with single spaces, plain apostrophes, and no punctuation at the ends. */
export const normalise = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[’‘]/g, "'")
    .replace(/\s+/g, ' ')
    .replace(/^[\s.,!?"()]+|[\s.,!?"()]+$/g, '');
