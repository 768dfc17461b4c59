// Finds which of many word forms (whole, beginning, ending, middle) a word has, in one look, letters without their dots and one
// slip of the finger in a long word included. It knows words, not phrases.

/** `å ä ö é` typed as `a a o e`. */
export const fold = (word: string): string => word.normalize('NFD').replace(/\p{M}/gu, '').replace(/ø/g, 'o');

const shortestFuzzy = 6;
const none: readonly number[] = [];

type Table = Map<string, number[]>;

function put(table: Table, key: string, id: number): void {
  const ids = table.get(key);
  if (!ids) table.set(key, [id]);
  else if (!ids.includes(id)) ids.push(id);
}

const without = (word: string, at: number) => word.slice(0, at) + word.slice(at + 1);

/** One letter more, less, other, or two swapped. */
function isNear(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (long.length - short.length > 1) return false;
  let from = 0;
  while (from < short.length && short[from] === long[from]) from += 1;
  if (short.length < long.length) return short.slice(from) === long.slice(from + 1);
  if (short.slice(from + 1) === long.slice(from + 1)) return true;
  return (
    short[from] === long[from + 1] && short[from + 1] === long[from] && short.slice(from + 2) === long.slice(from + 2)
  );
}

export class WordIndex {
  private readonly ids = new Map<string, number>();
  private readonly whole: Table = new Map();
  private readonly starts: Table = new Map();
  private readonly ends: Table = new Map();
  private readonly middles: [string, number][] = [];
  private readonly nearby = new Map<string, string[]>();
  private longestStart = 0;
  private longestEnd = 0;

  /** The id of a form: `word`, `word*`, `*word`, `*word*`, or `#` for digits. The same form has the same id. */
  add(form: string): number {
    const known = this.ids.get(form);
    if (known !== undefined) return known;
    const id = this.ids.size;
    this.ids.set(form, id);
    const word = form.replace(/\*/g, '');
    const isOpen = form.endsWith('*');
    const table = form.startsWith('*') ? this.ends : isOpen ? this.starts : this.whole;
    if (form.startsWith('*') && isOpen) this.middles.push([word, id], [fold(word), id]);
    else {
      if (table === this.starts) this.longestStart = Math.max(this.longestStart, word.length);
      if (table === this.ends) this.longestEnd = Math.max(this.longestEnd, word.length);
      put(table, word, id);
      if (word.length >= 4 && fold(word) !== word) put(table, fold(word), id);
      if (table === this.whole && word.length >= shortestFuzzy) this.addNear(word);
    }
    return id;
  }

  private addNear(word: string): void {
    for (let at = 0; at <= word.length; at += 1) {
      const key = without(word, at);
      const words = this.nearby.get(key);
      if (words) words.push(word);
      else this.nearby.set(key, [word]);
    }
  }

  /** The ids of all forms that `word` (lower case) has; with `isFuzzy` also by one slip where it has none. */
  lookUp(word: string, isFuzzy: boolean): readonly number[] {
    const found = this.exact(word);
    if (found.length > 0 || !isFuzzy || word.length < shortestFuzzy) return found;
    for (let at = 0; at <= word.length; at += 1) {
      const key = at === word.length ? word : without(word, at);
      const near = this.nearby.get(key)?.find((candidate) => isNear(candidate, word));
      if (near !== undefined) return this.exact(near);
    }
    return none;
  }

  private exact(word: string): readonly number[] {
    if (word.length > 60) return none;
    const found: number[] = [...(this.whole.get(word) ?? none)];
    for (let length = Math.min(word.length, this.longestStart); length >= 2; length -= 1) {
      const start = this.starts.get(word.slice(0, length));
      if (start) found.push(...start);
    }
    for (let length = Math.min(word.length, this.longestEnd); length >= 2; length -= 1) {
      const end = this.ends.get(word.slice(word.length - length));
      if (end) found.push(...end);
    }
    for (const [middle, id] of this.middles) if (word.includes(middle)) found.push(id);
    if (/^\d+$/.test(word)) found.push(...(this.whole.get('#') ?? none));
    return found;
  }
}
