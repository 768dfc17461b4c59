// Finds every phrase of a matcher in a text's words. Work grows with the words only: phrases are short and gaps are at most six.
import type { CompiledPhrase, CompiledPhrases, PhraseElement } from './compile-phrases.js';
import type { Token } from './tokens.js';

export interface Hit {
  topic: string;
  label: string;
  weight: number;
  /** Numbers of the first word and of the word after the last. */
  from: number;
  to: number;
}

/** Slips of the finger are looked up in this many words; longer texts have words enough. */
const fuzzyWords = 400;

type Forms = readonly number[];

const has = (forms: Forms, element: PhraseElement) =>
  element.forms === null || forms.some((form) => element.forms?.has(form));

/** The number of the word after the phrase, or -1. */
function endOf(elements: PhraseElement[], at: number, word: number, tokens: Token[], forms: Forms[]): number {
  const element = elements[at];
  if (!element) return word;
  const sentence = tokens[word - 1]?.sentence;
  for (let next = word; next <= word + element.skip; next += 1) {
    if (tokens[next]?.sentence !== sentence) break;
    if (!has(forms[next] ?? [], element)) continue;
    const end = endOf(elements, at + 1, next + 1, tokens, forms);
    if (end >= 0) return end;
  }
  return element.isOptional ? endOf(elements, at + 1, word, tokens, forms) : -1;
}

/** All hits in the order of the text; a phrase may lie inside another. */
export function matchPhrases({ index, byFirst }: CompiledPhrases, tokens: Token[]): Hit[] {
  const known = new Map<string, Forms>();
  const forms = tokens.map(({ lower }, number) => {
    const cached = known.get(lower);
    if (cached) return cached;
    const found = index.lookUp(lower, number < fuzzyWords);
    known.set(lower, found);
    return found;
  });
  const hits: Hit[] = [];
  forms.forEach((ids, from) => {
    if (ids.length === 0) return;
    const tried = new Set<CompiledPhrase>();
    for (const id of ids) {
      for (const phrase of byFirst.get(id) ?? []) {
        if (tried.has(phrase)) continue;
        tried.add(phrase);
        const to = endOf(phrase.elements, 1, from + 1, tokens, forms);
        if (to >= 0) hits.push({ topic: phrase.topic, label: phrase.label, weight: phrase.weight, from, to });
      }
    }
  });
  return hits;
}
