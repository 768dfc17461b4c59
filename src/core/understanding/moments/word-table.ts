// Looks up phrases of one to five words at a place in a text, the longest first. It is a plain table: no gaps and no endings.
import type { Token } from '../tokens.js';
import { fold } from '../word-index.js';

const longest = 5;

export class WordTable<T> {
  private readonly table = new Map<string, T>();
  private readonly firsts = new Set<string>();

  constructor(entries: Iterable<readonly [string, T]>) {
    for (const [phrase, value] of entries) {
      const written = phrase.toLowerCase();
      for (const form of phrase.length >= 4 ? [written, fold(written)] : [written]) {
        if (!this.table.has(form)) this.table.set(form, value);
        this.firsts.add(form.split(' ')[0] ?? '');
      }
    }
  }

  /** The value and the number of the word after the phrase that begins at word `at`. */
  at(tokens: readonly Token[], at: number): { value: T; to: number } | null {
    const first = tokens[at];
    if (!first || !this.firsts.has(first.lower)) return null;
    let best: { value: T; to: number } | null = null;
    let phrase = '';
    for (let to = at; to < Math.min(tokens.length, at + longest); to += 1) {
      const token = tokens[to];
      if (!token || token.sentence !== first.sentence) break;
      phrase = to === at ? token.lower : `${phrase} ${token.lower}`;
      const value = this.table.get(phrase);
      if (value !== undefined) best = { value, to: to + 1 };
    }
    return best;
  }

  /** The value of the phrase that ends just before word `end`, one or two words long. */
  before(tokens: readonly Token[], end: number): T | null {
    const last = tokens[end - 1];
    if (!last) return null;
    const two = tokens[end - 2];
    const pair = two?.sentence === last.sentence ? this.table.get(`${two.lower} ${last.lower}`) : undefined;
    return pair ?? this.table.get(last.lower) ?? null;
  }
}

export const wordSet = (words: Iterable<string>): WordTable<true> =>
  new WordTable([...words].map((word) => [word, true as const]));
