// Reads every sentence of a language, once. It refuses a sentence that is not ICU MessageFormat, and an argument that the English
// sentence does not have: nobody would fill it in.
import { IntlMessageFormat } from 'intl-messageformat';
import type { Bundle } from './bundle.js';
import { messageArguments } from './message-arguments.js';

export type Sentences = Map<string, IntlMessageFormat>;

/** `english`: null for English itself. `onFault` gets a line: folder, key, what to do. */
export function compileBundle(bundle: Bundle, english: Sentences | null, onFault: (fault: string) => void): Sentences {
  const sentences: Sentences = new Map();
  for (const [key, message] of Object.entries(bundle.messages)) {
    const place = `content/wording/${bundle.language}: ${key}`;
    try {
      const sentence = new IntlMessageFormat(message, bundle.language, undefined, { ignoreTag: true });
      const original = english?.get(key);
      const known = original ? new Set([...Object.keys(bundle.facts), ...messageArguments(original)]) : null;
      const unknown = messageArguments(sentence).filter((argument) => known && !known.has(argument));
      if (unknown.length > 0) onFault(`${place}: the English sentence has no {${unknown.join('}, {')}}`);
      else sentences.set(key, sentence);
    } catch {
      onFault(`${place}: not ICU MessageFormat; look for a brace without its pair`);
    }
  }
  return sentences;
}
