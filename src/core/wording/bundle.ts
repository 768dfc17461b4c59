// What one language brings: sentences, words people use, and the authority's facts in that language. Plain data; it holds no logic
// and nothing that a person wrote.
import type { Language } from '../chat/message.js';

/** The repairs and choices that people may write as words. */
export type CommandName =
  | 'back'
  | 'skip'
  | 'cancel'
  | 'help'
  | 'repeat'
  | 'review'
  | 'confirm'
  | 'menu'
  | 'report'
  | 'question'
  | 'comeback'
  | 'erase'
  | 'saved';

/** Words in lower case. The first of a list is the one that the bot suggests. */
export interface Vocabulary {
  commands: Record<CommandName, string[]>;
  /** Language -> words that ask for it. */
  languages: Record<Language, string[]>;
  /** Words before a step's name: "change place". */
  edit: string[];
  /** Step id -> names that people use. */
  stepNames: Record<string, string[]>;
  /** Option (yes, no, unknown, …) -> what people write for it, whatever the slot. */
  options: Record<string, string[]>;
}

export interface Bundle {
  language: Language;
  /** Key -> sentence as ICU MessageFormat. */
  messages: Record<string, string>;
  vocabulary: Vocabulary;
  /** Arguments that every sentence may use: `{authority}`, `{tipLine}`, … from content/authority.yaml. */
  facts: Record<string, string>;
}
