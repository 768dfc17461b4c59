// The calendar and clock words of one language as tables, made once. It adds no words of its own.
import type { LanguageWords } from '../knowledge.js';
import type { Token } from '../tokens.js';
import { wordSet, WordTable } from './word-table.js';

const numbersWith = (numbers: Record<string, number>, ending: string): [string, number][] =>
  Object.entries(numbers).map(([word, value]) => [`${word}${ending}`, value]);

export function momentWords({ calendar, clock }: Pick<LanguageWords, 'calendar' | 'clock'>) {
  const table = <T>(record: Record<string, T>) => new WordTable(Object.entries(record));
  const nights: [string, 'past' | 'future' | 'either'][] = [
    ...calendar.nights.past.map((phrase): [string, 'past'] => [phrase, 'past']),
    ...calendar.nights.future.map((phrase): [string, 'future'] => [phrase, 'future']),
    ...calendar.nights.either.map((phrase): [string, 'either'] => [phrase, 'either']),
  ];
  return {
    months: table(calendar.months),
    weekdays: table(calendar.weekdays),
    pastWeekdays: table(calendar.pastWeekdays),
    numbers: table(calendar.numbers),
    ordinals: table(calendar.ordinals),
    feasts: table(calendar.feasts),
    days: table(calendar.days),
    nights: new WordTable(nights),
    parts: table(calendar.parts),
    units: table(calendar.units),
    last: wordSet(calendar.last),
    next: wordSet(calendar.next),
    every: wordSet(calendar.every),
    lastWeek: wordSet(calendar.lastWeek),
    nextWeek: wordSet(calendar.nextWeek),
    agoBefore: wordSet(calendar.ago.before),
    agoAfter: wordSet(calendar.ago.after),
    ahead: wordSet(calendar.ahead),
    coming: wordSet(calendar.coming),
    dayBefore: wordSet(calendar.dayBefore),
    strong: wordSet(clock.strong),
    weak: wordSet(clock.weak),
    after: wordSet(clock.after),
    half: wordSet(clock.half),
    halfIsBefore: clock.halfIsBefore,
    quarter: wordSet(clock.quarter),
    minutes: wordSet(clock.minutes),
    past: wordSet(clock.past),
    to: wordSet(clock.to),
    oclock: wordSet(clock.oclock),
    named: table(clock.named),
    around: wordSet(clock.around),
    aroundNumbers: new WordTable(clock.around.flatMap((ending) => numbersWith(calendar.numbers, ending))),
  };
}

export type MomentWords = ReturnType<typeof momentWords>;

/** A whole number in digits or words at word `at`; "twenty five" is two words. */
export function readNumber(
  words: MomentWords,
  tokens: readonly Token[],
  at: number,
): { value: number; to: number } | null {
  const token = tokens[at];
  if (!token) return null;
  if (/^\d{1,4}$/.test(token.lower)) return { value: Number(token.lower), to: at + 1 };
  const one = words.numbers.at(tokens, at);
  if (!one) return null;
  const isTens = one.value >= 20 && one.value % 10 === 0 && one.to === at + 1;
  const unit = isTens ? words.numbers.at(tokens, one.to) : null;
  return unit && unit.value >= 1 && unit.value <= 9 ? { value: one.value + unit.value, to: unit.to } : one;
}
