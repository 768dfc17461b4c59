// Turns the phrase lists of a language into one matcher. The notation is for people without code: words; `word*`, `*word`, `*word*`
// for a beginning, ending or middle; `a|b` for either; `word?` for perhaps; `_` for any one word; `..` and `...` for up to three and
// six words between; `@class` for a named set. Phrases never reach over the end of a sentence.
import type { LanguageWords } from './knowledge.js';
import { WordIndex } from './word-index.js';

export interface PhraseElement {
  /** Ids of the word forms; null for any word. */
  forms: ReadonlySet<number> | null;
  /** How many words may stand before it. */
  skip: number;
  isOptional: boolean;
}

export interface CompiledPhrase {
  topic: string;
  label: string;
  weight: number;
  elements: PhraseElement[];
}

export interface CompiledPhrases {
  index: WordIndex;
  /** Id of a form of the first word -> phrases. */
  byFirst: ReadonlyMap<number, CompiledPhrase[]>;
}

const gaps: Record<string, number> = { '..': 3, '...': 6 };

function compileElements(phrase: string, classes: Record<string, string[]>, index: WordIndex): PhraseElement[] {
  const elements: PhraseElement[] = [];
  let skip = 0;
  for (const part of phrase.trim().split(/\s+/)) {
    const gap = gaps[part];
    if (gap !== undefined) {
      skip = gap;
      continue;
    }
    const isOptional = part.endsWith('?');
    const name = isOptional ? part.slice(0, -1) : part;
    const words = name.split('|').flatMap((word) => (word.startsWith('@') ? (classes[word.slice(1)] ?? []) : [word]));
    const forms = name === '_' ? null : new Set(words.map((word) => index.add(word.toLowerCase())));
    elements.push({ forms, skip, isOptional });
    skip = 0;
  }
  return elements;
}

export function compilePhrases({ classes, phrases }: Pick<LanguageWords, 'classes' | 'phrases'>): CompiledPhrases {
  const index = new WordIndex();
  const byFirst = new Map<number, CompiledPhrase[]>();
  for (const [topic, labels] of Object.entries(phrases)) {
    for (const [label, weighted] of Object.entries(labels)) {
      for (const [weight, list] of Object.entries(weighted)) {
        for (const phrase of list) {
          const elements = compileElements(phrase, classes, index);
          const compiled = { topic, label, weight: Number(weight), elements };
          for (const form of elements[0]?.forms ?? []) byFirst.set(form, [...(byFirst.get(form) ?? []), compiled]);
        }
      }
    }
  }
  return { index, byFirst };
}
