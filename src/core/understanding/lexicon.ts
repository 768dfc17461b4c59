// The words by which people give commands and name options, of all languages together. Filled from content/wording, so that a
// further language is a further folder.
import type { Action } from '../chat/message.js';

export interface Lexicon {
  /** Action name -> phrases. */
  commands: { action: Action; phrases: string[] }[];
  /** Words before a step's name: "change place". */
  editPrefixes: string[];
  /** Step id -> names that people use. */
  stepNames: Record<string, string[]>;
  /** Slot id -> option -> words. */
  options: Record<string, Record<string, string[]>>;
}

/** Lower case, without punctuation at the ends and with single spaces. */
export const normalise = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/^[\s.,!?"'()]+|[\s.,!?"'()]+$/g, '');
