// The word lists that understanding works with, as content/understanding and content/places.yaml hold them. Types only: reading and
// checking the files is for adapters/content, making them fast is for compile-knowledge.

/** Phrase lists by weight ("1" where the file gives a plain list). Syntax: see compile-phrases. */
export type WeightedPhrases = Record<string, string[]>;

export interface CalendarWords {
  months: Record<string, number>;
  /** 1 = Monday. */
  weekdays: Record<string, number>;
  /** Weekdays in a form that means the past one: "måndags". */
  pastWeekdays: Record<string, number>;
  numbers: Record<string, number>;
  ordinals: Record<string, number>;
  /** Feasts by name, as MM-DD. */
  feasts: Record<string, string>;
  /** Phrase -> days from today. */
  days: Record<string, number>;
  /** Phrases for the night around midnight, without saying which side: "i natt", "last night". */
  nights: { past: string[]; future: string[]; either: string[] };
  /** Phrase -> morning, afternoon, evening or night. */
  parts: Record<string, 'morning' | 'afternoon' | 'evening' | 'night'>;
  units: Record<string, 'minute' | 'hour' | 'day' | 'week'>;
  /** Words before a weekday. */
  last: string[];
  next: string[];
  every: string[];
  lastWeek: string[];
  nextWeek: string[];
  /** Words around "two days": before and after, when it is past; before, when it is to come. */
  ago: { before: string[]; after: string[] };
  ahead: string[];
  /** Words before a weekday that make it the coming one: "på". */
  coming: string[];
  /** Words before a bare day of the month: "on the", "den". */
  dayBefore: string[];
}

export interface ClockWords {
  /** Words that announce a time. `strong`: whatever follows is one; `weak`: only if nothing is counted after it. */
  strong: string[];
  weak: string[];
  /** What may follow a bare number that is a time. */
  after: string[];
  half: string[];
  /** True where "halv tio" is 09:30; false where "half ten" is 10:30. */
  halfIsBefore: boolean;
  quarter: string[];
  minutes: string[];
  past: string[];
  to: string[];
  oclock: string[];
  named: Record<string, string>;
  /** Endings that make a number a time: "21-tiden". */
  around: string[];
}

export interface PlaceWords {
  /** Prepositions before a place. */
  before: string[];
  /** Words between the preposition and the name: "the port of". */
  between: string[];
  /** Words after a name that belong to it: "hamn". */
  kinds: string[];
  roads: string[];
}

export interface LanguageWords {
  language: string;
  /** The words by which the language is known. */
  known: string[];
  calendar: CalendarWords;
  clock: ClockWords;
  places: PlaceWords;
  /** Named sets of alternatives for phrases, used as `@name`. */
  classes: Record<string, string[]>;
  /** topic -> label -> weight -> phrases. */
  phrases: Record<string, Record<string, WeightedPhrases>>;
}

export interface PlaceNames {
  /** Name -> UN/LOCODE, only where it is certain. */
  locodes: Record<string, string>;
  /** All other names. */
  names: string[];
  /** Names that are also ordinary words: a place only with a capital inside a sentence or after a place preposition. */
  ambiguous: string[];
  /** Words with a capital that are no place: countries, firms, months, first names. */
  never: string[];
  /** Words that make the name before them a company's. */
  companies: string[];
  /** Words that announce a company's name. */
  companyBefore: string[];
  /** Endings of place names, for names in lower case after a preposition. */
  endings: string[];
  /** Lower-case words with such an ending that are no place names. */
  notPlaces: string[];
}

export interface Knowledge {
  languages: LanguageWords[];
  places: PlaceNames;
}
