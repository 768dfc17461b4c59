// Makes the list of places and a language's place words quick to look up. It adds no name of its own.
import type { PlaceNames, PlaceWords } from './knowledge.js';
import { WordTable } from './moments/word-table.js';
import { fold } from './word-index.js';

const lowerSet = (words: readonly string[]): ReadonlySet<string> =>
  new Set(words.flatMap((word) => [word.toLowerCase(), fold(word.toLowerCase())]));

const spaced = (name: string) =>
  name
    .toLowerCase()
    .replace(/[-/.]+ ?/g, ' ')
    .trim();

export function compilePlaces({ locodes, names, ...words }: PlaceNames) {
  const all = [...Object.keys(locodes), ...names].map(spaced);
  const notEndings = /(?:gatan|vägen|hamnen|bilen|båten|lagret|släpet|skeppet|sidan|delen|dagen)$/;
  return {
    names: new WordTable(all.flatMap((name) => [name, `${name}s`].map((form): [string, true] => [form, true]))),
    ambiguous: lowerSet(words.ambiguous),
    never: lowerSet(words.never),
    companies: lowerSet(words.companies),
    companyBefore: lowerSet(words.companyBefore),
    endings: words.endings,
    notPlaces: lowerSet(words.notPlaces),
    notEndings,
  };
}

export type CompiledPlaces = ReturnType<typeof compilePlaces>;

export interface PlaceTables {
  before: ReadonlySet<string>;
  between: ReadonlySet<string>;
  kinds: ReadonlySet<string>;
  /** Words of the language that are no names. */
  ordinary: ReadonlySet<string>;
}

export const compilePlaceWords = ({ before, between, kinds }: PlaceWords, known: readonly string[]): PlaceTables => ({
  before: lowerSet(before),
  between: lowerSet(between),
  kinds: lowerSet(kinds),
  ordinary: new Set(known),
});
