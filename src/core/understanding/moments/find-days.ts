// Finds the days that words name: "yesterday", "i måndags", "the 9th", "27 december", "två dagar sedan". What recurs or is vague
// ("every Thursday", "last week") is no day and is left out.
import type { Token } from '../tokens.js';
import { readNumber, type MomentWords } from './moment-words.js';
import type { Direction } from './civil-day.js';

export type Part = 'morning' | 'afternoon' | 'evening' | 'night';

/** What a text says of a day, before it is known which day that is. */
export type DayMeaning =
  | { kind: 'offset'; days: number }
  | { kind: 'ago'; minutes: number }
  | { kind: 'night'; side: 'past' | 'future' | 'either' }
  | { kind: 'weekday'; weekday: number; direction: Direction | null; week: -1 | 1 | null }
  | { kind: 'date'; year: number | null; month: number | null; day: number };

export interface DayMention {
  meaning: DayMeaning;
  from: number;
  to: number;
}

type Read = { meaning: DayMeaning; to: number } | null;

const minutesOf = { minute: 1, hour: 60, day: 1440, week: 10_080 } as const;

function readDistance(words: MomentWords, tokens: readonly Token[], at: number): Read {
  const ahead = words.ahead.at(tokens, at);
  const ago = words.agoBefore.at(tokens, at);
  const begin = ahead?.to ?? ago?.to ?? at;
  const count = readNumber(words, tokens, begin);
  const unit = count ? words.units.at(tokens, count.to) : null;
  if (!count || !unit) return null;
  const after = words.agoAfter.at(tokens, unit.to);
  const isAgo = after !== null;
  if (!isAgo && !ahead) return null;
  const to = after?.to ?? unit.to;
  const length = count.value * minutesOf[unit.value];
  if (unit.value === 'day' || unit.value === 'week') {
    if (count.value > (unit.value === 'day' ? 60 : 8)) return null;
    return { meaning: { kind: 'offset', days: ((isAgo ? -1 : 1) * length) / 1440 }, to };
  }
  return { meaning: { kind: 'ago', minutes: isAgo ? length : -length }, to };
}

function readDayNumber(words: MomentWords, tokens: readonly Token[], at: number): { value: number; to: number } | null {
  const token = tokens[at];
  if (!token) return null;
  const digits = /^(\d{1,2})(st|nd|rd|th|e|a)?$/.exec(token.lower);
  if (digits) {
    const next = tokens[at + 1];
    const isOrdinal = digits[2] === undefined && next?.gap === ':' && /^[ea]$/.test(next.lower);
    const value = Number(digits[1]);
    return value >= 1 && value <= 31 ? { value, to: isOrdinal ? at + 2 : at + 1 } : null;
  }
  return words.ordinals.at(tokens, at);
}

function readYear(tokens: readonly Token[], at: number): { value: number | null; to: number } {
  const token = tokens[at];
  const isYear = token !== undefined && /^20[0-4]\d$/.test(token.lower) && /^,? $/.test(token.gap);
  return isYear ? { value: Number(token.lower), to: at + 1 } : { value: null, to: at };
}

/** "27 december", "the 27th of December 2025", "December 27". */
function readDate(words: MomentWords, tokens: readonly Token[], at: number): Read {
  const day = readDayNumber(words, tokens, at);
  if (day) {
    const isOf = tokens[day.to]?.lower === 'of' || tokens[day.to]?.lower === 'i';
    const isRange =
      /^(?:-|–|to|till|och|and|eller|or)$/.test(tokens[day.to]?.lower ?? '') ||
      /^ ?[-–] ?$/.test(tokens[day.to]?.gap ?? '');
    const second = isRange
      ? readDayNumber(words, tokens, /^\d/.test(tokens[day.to]?.lower ?? '') ? day.to : day.to + 1)
      : null;
    const month = words.months.at(tokens, second?.to ?? (isOf ? day.to + 1 : day.to));
    if (month) {
      const year = readYear(tokens, month.to);
      return { meaning: { kind: 'date', year: year.value, month: month.value, day: day.value }, to: year.to };
    }
  }
  const month = words.months.at(tokens, at);
  if (!month) return null;
  const isThe = tokens[month.to]?.lower === 'the';
  const after = readDayNumber(words, tokens, isThe ? month.to + 1 : month.to);
  const isClock = after && /^[:.]$/.test(tokens[after.to]?.gap ?? '');
  if (!after || isClock || (tokens[month.to]?.gap ?? '').includes('\n')) return null;
  const year = readYear(tokens, after.to);
  return { meaning: { kind: 'date', year: year.value, month: month.value, day: after.value }, to: year.to };
}

/** "on the 9th", "den 12:e", "den 9": a day of the month alone. */
function readBareDay(words: MomentWords, tokens: readonly Token[], at: number): Read {
  if (words.dayBefore.before(tokens, at) === null) return null;
  const day = readDayNumber(words, tokens, at);
  if (!day) return null;
  const isDigits = /^\d+$/.test(tokens[at]?.lower ?? '') && day.to === at + 1;
  const next = tokens[day.to];
  const isFree =
    !next || next.sentence !== tokens[at]?.sentence || /[,;:)–—]/.test(next.gap) || words.after.at(tokens, day.to);
  if (!isFree || (next && /^[.:/-]$/.test(next.gap)) || (isDigits && tokens[at - 1]?.lower === 'the')) return null;
  return { meaning: { kind: 'date', year: null, month: null, day: day.value }, to: day.to };
}

function readWeekday(words: MomentWords, tokens: readonly Token[], at: number): Read {
  const past = words.pastWeekdays.at(tokens, at);
  const found = past ?? words.weekdays.at(tokens, at);
  if (!found || words.every.before(tokens, at) !== null) return null;
  const weekAfter = words.lastWeek.at(tokens, found.to) ? -1 : words.nextWeek.at(tokens, found.to) ? 1 : null;
  const weekBefore = words.lastWeek.before(tokens, at) ? -1 : words.nextWeek.before(tokens, at) ? 1 : null;
  const isPast = past !== null || words.last.before(tokens, at) !== null;
  const isNightBefore = /^natten (till|mot)$/.test(`${tokens[at - 2]?.lower ?? ''} ${tokens[at - 1]?.lower ?? ''}`);
  const isComing =
    !isNightBefore && (words.next.before(tokens, at) !== null || words.coming.before(tokens, at) !== null);
  const direction = isPast ? 'past' : isComing ? 'future' : null;
  const explicit = readDate(
    words,
    tokens,
    tokens[found.to]?.lower === 'den' || tokens[found.to]?.lower === 'the' ? found.to + 1 : found.to,
  );
  if (explicit) return explicit;
  return {
    meaning: { kind: 'weekday', weekday: found.value, direction, week: weekAfter ?? weekBefore },
    to: found.to,
  };
}

/** Days in words, in the order of the text, none inside another. */
export function findDays(words: MomentWords, tokens: readonly Token[]): DayMention[] {
  const found: DayMention[] = [];
  for (let at = 0; at < tokens.length && found.length < 50; at += 1) {
    const night = words.nights.at(tokens, at);
    const day = words.days.at(tokens, at);
    const feast = words.feasts.at(tokens, at);
    const read: Read =
      readDistance(words, tokens, at) ??
      (day && (!night || day.to >= night.to) ? { meaning: { kind: 'offset', days: day.value }, to: day.to } : null) ??
      (night ? { meaning: { kind: 'night', side: night.value }, to: night.to } : null) ??
      readDate(words, tokens, at) ??
      readBareDay(words, tokens, at) ??
      readWeekday(words, tokens, at) ??
      (feast
        ? {
            meaning: {
              kind: 'date',
              year: null,
              month: Number(feast.value.slice(0, 2)),
              day: Number(feast.value.slice(3)),
            },
            to: feast.to,
          }
        : null);
    if (!read) continue;
    found.push({ ...read, from: at });
    at = read.to - 1;
  }
  return found;
}
