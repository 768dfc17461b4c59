// Makes the word lists quick, once, at start. It trusts that they were checked when they were read.
import { compilePhrases, type CompiledPhrases } from './compile-phrases.js';
import { compilePlaces, compilePlaceWords, type CompiledPlaces, type PlaceTables } from './compile-places.js';
import type { Knowledge } from './knowledge.js';
import { momentWords, type MomentWords } from './moments/moment-words.js';

export interface CompiledLanguage {
  language: string;
  known: ReadonlySet<string>;
  phrases: CompiledPhrases;
  moments: MomentWords;
  places: PlaceTables;
}

export interface CompiledKnowledge {
  languages: CompiledLanguage[];
  places: CompiledPlaces;
}

export function compileKnowledge({ languages, places }: Knowledge): CompiledKnowledge {
  return {
    languages: languages.map((words) => ({
      language: words.language,
      known: new Set(words.known),
      phrases: compilePhrases(words),
      moments: momentWords(words),
      places: compilePlaceWords(words.places, words.known),
    })),
    places: compilePlaces(places),
  };
}
