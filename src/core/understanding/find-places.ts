// Finds the places that a text names: those of the list anywhere, other names only after a place preposition. Countries, people and
// the names inside company names are no places.
import type { CompiledPlaces, PlaceTables } from './compile-places.js';
import type { Token } from './tokens.js';
import type { Found, Span } from './understood.js';

const roadPattern =
  /(?<![\p{L}\p{N}])(?:E ?\d{1,3}(?!\d)|(?:riksväg|riksvägen|länsväg|väg|rv|lv|highway|motorway|route|autobahn|autostrada) ?\.? ?[AEae]?\d{1,4}|A\d{1,2} (?:motorway|autobahn|north|south|east|west))(?![\p{L}\p{N}])/giu;

const isNameLike = ({ text }: Token) => /^\p{Lu}[\p{L}'’]+$/u.test(text) && !/^\p{Lu}{2,4}$/u.test(text);

interface Run {
  from: number;
  to: number;
}

class Finder {
  constructor(
    private readonly tokens: readonly Token[],
    private readonly places: CompiledPlaces,
    private readonly tables: PlaceTables,
  ) {}

  private sameSentence(one: number, other: number): boolean {
    return this.tokens[one]?.sentence === this.tokens[other]?.sentence;
  }

  /** True when the word is directly after a place preposition, with words like "the port of" between or not. */
  isAfterPreposition(at: number): boolean {
    let before = at - 1;
    for (let steps = 0; steps < 4 && before >= 0 && this.sameSentence(before, at); steps += 1) {
      const word = this.tokens[before]?.lower ?? '';
      if (this.tables.before.has(word)) return true;
      if (!this.tables.between.has(word)) return false;
      before -= 1;
    }
    return false;
  }

  private isCompany({ from, to }: Run): boolean {
    const next = this.tokens[to];
    const isTight = next && /^[ -]$/.test(next.gap) && this.sameSentence(to, to - 1);
    if (isTight && this.places.companies.has(next.lower) && (next.isCapital || next.lower === 'ab')) return true;
    const after = this.tokens[to + 1];
    if (isTight && isNameLike(next) && after && this.places.companies.has(after.lower) && after.gap === ' ')
      return true;
    const before = this.tokens[from - 1];
    if (!before || !this.sameSentence(from - 1, from)) return false;
    if (this.places.companyBefore.has(before.lower)) return true;
    const isTightBefore = /^[ &-]+$/.test(this.tokens[from]?.gap ?? '');
    return isTightBefore && before.isCapital && this.places.companies.has(before.lower) && !before.isFirst;
  }

  private known(at: number): Run | null {
    const token = this.tokens[at];
    const name = token && this.places.names.at(this.tokens, at);
    if (!name) return null;
    const isOne = name.to === at + 1;
    const isDoubtful = isOne && this.places.ambiguous.has(token.lower);
    const isAcceptable = isDoubtful
      ? this.tables.before.has(this.tokens[at - 1]?.lower ?? '') ||
        (token.isCapital && this.isAfterPreposition(at)) ||
        (token.isCapital && !token.isFirst)
      : token.isCapital || !isOne || token.lower.length >= 4;
    if (!isAcceptable) return null;
    if (isDoubtful && !token.isCapital && token.lower.length < 4) return null;
    let to = name.to;
    const isKind = this.tables.kinds.has(this.tokens[to]?.lower ?? '') && this.tokens[to]?.gap === ' ';
    if (isKind && this.tokens[to - 1]?.lower.endsWith('s')) to += 1;
    const next = this.tokens[to];
    const isLonger = next && next.gap === ' ' && isNameLike(next) && this.sameSentence(to, at) && token.isCapital;
    if (isLonger && !this.places.names.at(this.tokens, to) && !this.places.never.has(next.lower)) {
      return this.isAfterPreposition(at) ? { from: at, to: to + 1 } : null;
    }
    return { from: at, to };
  }

  private unknown(at: number): Run | null {
    const token = this.tokens[at];
    if (!token || this.places.never.has(token.lower) || !this.isAfterPreposition(at)) return null;
    if (!isNameLike(token)) return this.isPlausible(token) ? { from: at, to: at + 1 } : null;
    if (token.isFirst) return null;
    let to = at + 1;
    for (; to < at + 4; to += 1) {
      const next = this.tokens[to];
      if (!next || !this.sameSentence(to, at) || !/^[ -]$/.test(next.gap)) break;
      if (this.tables.kinds.has(next.lower)) {
        to += 1;
        break;
      }
      if (!isNameLike(next) || this.places.never.has(next.lower)) break;
    }
    return { from: at, to };
  }

  /** A lower-case word that looks like a Swedish place name. */
  private isPlausible({ lower }: Token): boolean {
    if (lower.length < 6 || this.places.notPlaces.has(lower) || this.tables.ordinary.has(lower)) return false;
    if (!/^\p{Ll}+$/u.test(lower)) return false;
    return this.places.endings.some((ending) => lower.endsWith(ending)) && !this.places.notEndings.test(lower);
  }

  runs(): Run[] {
    const runs: Run[] = [];
    for (let at = 0; at < this.tokens.length; at += 1) {
      const run = this.known(at) ?? this.unknown(at);
      if (!run) continue;
      if (!this.isCompany(run)) runs.push(run);
      at = run.to - 1;
    }
    return runs;
  }
}

/** Values as written. `isFree` is false for stretches that are something else already. */
export function findPlaces(
  text: string,
  tokens: readonly Token[],
  places: CompiledPlaces,
  tables: PlaceTables,
  isFree: (span: Span) => boolean,
): Found[] {
  const roads = [...text.matchAll(roadPattern)].map((match) => ({
    value: match[0],
    start: match.index,
    end: match.index + match[0].length,
  }));
  const named = new Finder(tokens, places, tables).runs().map(({ from, to }) => {
    const start = tokens[from]?.start ?? 0;
    const end = tokens[to - 1]?.end ?? start;
    return { value: text.slice(start, end), start, end };
  });
  const free = [...roads, ...named].filter(isFree).sort((one, other) => one.start - other.start);
  const seen = new Set<string>();
  return free.filter(({ value }) => {
    const key = value.toLowerCase();
    return seen.has(key) ? false : Boolean(seen.add(key));
  });
}
