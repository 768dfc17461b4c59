// The day and the time of what a text tells, in the zone of the place, with the words they came from. It gives no day where the text
// names none, and no time where none is stated.
import { localTime } from '../../dialogue/read-slot.js';
import type { Found } from '../understood.js';
import type { Token } from '../tokens.js';
import type { Direction } from './civil-day.js';
import { findClock } from './find-clock.js';
import { findDays, type DayMeaning, type Part } from './find-days.js';
import { findDigitalDays, findDigitalTimes } from './find-digital.js';
import type { MomentWords } from './moment-words.js';
import { resolveDay, settleHour, type Here, type TimeOfDay } from './resolve-moment.js';

export interface Moment {
  date: Found | null;
  time: Found | null;
}

interface Mention<T> {
  value: T;
  start: number;
  end: number;
}

/** Words within this many characters belong to the same phrase. */
const samePhrase = 40;

function hereOf(now: number, zone: string): Here {
  const local = localTime({ now, zone });
  return {
    today: local.slice(0, 10),
    hour: Number(local.slice(11, 13)),
    dayBefore: (minutes) => localTime({ now: now - minutes * 60_000, zone }).slice(0, 10),
  };
}

const overlaps = (one: { start: number; end: number }, other: { start: number; end: number }) =>
  one.start < other.end && other.start < one.end;
const distance = (one: { start: number; end: number }, other: { start: number; end: number }) =>
  one.start >= other.end ? one.start - other.end : other.start - one.end;

function dayMentions(text: string, tokens: readonly Token[], words: MomentWords): Mention<DayMeaning>[] {
  const digital = findDigitalDays(text).map(({ start, end, year, month, day }) => ({
    value: { kind: 'date' as const, year, month, day },
    start,
    end,
  }));
  const spoken = findDays(words, tokens).map(({ meaning, from, to }) => ({
    value: meaning,
    start: tokens[from]?.start ?? 0,
    end: tokens[to - 1]?.end ?? 0,
  }));
  return [...digital, ...spoken.filter((one) => !digital.some((other) => overlaps(one, other)))].sort(
    (one, other) => one.start - other.start,
  );
}

function timeMentions(text: string, tokens: readonly Token[], words: MomentWords): Mention<TimeOfDay>[] {
  const digital = findDigitalTimes(text).map(({ start, end, ...value }) => ({ value, start, end }));
  const spoken = findClock(words, tokens).map(({ from, to, ...value }) => ({
    value,
    start: tokens[from]?.start ?? 0,
    end: tokens[to - 1]?.end ?? 0,
  }));
  return [...digital, ...spoken.filter((one) => !digital.some((other) => overlaps(one, other)))].sort(
    (one, other) => one.start - other.start,
  );
}

function partMentions(tokens: readonly Token[], words: MomentWords): Mention<Part>[] {
  return tokens.flatMap((token, at) => {
    const part = words.parts.at(tokens, at);
    return part ? [{ value: part.value, start: token.start, end: tokens[part.to - 1]?.end ?? token.end }] : [];
  });
}

/** `directionAt`: what the words around a position say, past or future. `taken`: stretches that are numbers of something. */
export function findMoment(
  text: string,
  tokens: readonly Token[],
  words: MomentWords,
  { now, zone }: { now: number; zone: string },
  directionAt: (start: number) => Direction,
  isFree: (span: { start: number; end: number }) => boolean,
): Moment {
  const here = hereOf(now, zone);
  const days = dayMentions(text, tokens, words).filter(isFree);
  const day = days.find(({ value }) => value.kind !== 'ago') ?? days[0] ?? null;
  const times = timeMentions(text, tokens, words).filter(
    (time) => isFree(time) && !days.some((other) => overlaps(time, other)),
  );
  const stated = times[0] ?? null;
  const parts = partMentions(tokens, words);
  const part = stated
    ? parts
        .filter((one) => distance(one, stated) <= samePhrase)
        .sort((one, other) => distance(one, stated) - distance(other, stated))[0]
    : undefined;
  const time = stated ? settleHour(stated.value, part?.value ?? null) : null;
  const date = day ? resolveDay(day.value, directionAt(day.start), time, here) : null;
  const clock = time && `${String(time.hour).padStart(2, '0')}:${String(time.minute).padStart(2, '0')}`;
  return {
    date: day && date !== null ? { value: date, start: day.start, end: day.end } : null,
    time: stated && clock ? { value: clock, start: stated.start, end: stated.end } : null,
  };
}
