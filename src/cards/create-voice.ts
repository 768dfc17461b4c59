// The wording bound to one language, so that what draws need not pass the language on. It says nothing that is not in the wording.
import type { Language } from '../core/chat/message.js';
import type { Vocabulary } from '../core/wording/bundle.js';
import type { Params, Wording } from '../core/wording/wording.js';

export interface Voice {
  language: Language;
  say: (key: string, params?: Params) => string;
  /** The sentence, or nothing where there is none (hints and placeholders are optional). */
  maybe: (key: string) => string;
  words: Vocabulary;
}

export function createVoice(wording: Wording, language: Language): Voice {
  const isThere = (key: string) => wording.has(language, key) || wording.has('en', key);
  return {
    language,
    say: (key, params) => wording.text(language, key, params),
    maybe: (key) => (isThere(key) ? wording.text(language, key) : ''),
    words: wording.commands(language),
  };
}
