// Arithmetic with days of the calendar, without zones: a day is `YYYY-MM-DD`. It knows no clock and never asks what day it is.

const dayMs = 86_400_000;
const toMs = (day: string) => Date.parse(`${day}T00:00:00Z`);
const fromMs = (ms: number) => new Date(ms).toISOString().slice(0, 10);

export const addDays = (day: string, days: number): string => fromMs(toMs(day) + days * dayMs);

/** 1 = Monday … 7 = Sunday. */
export const weekdayOf = (day: string): number => new Date(toMs(day)).getUTCDay() || 7;

/** Null where the calendar has no such day. */
export function civilDay(year: number, month: number, day: number): string | null {
  const text = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  const ms = toMs(text);
  return Number.isNaN(ms) || fromMs(ms) !== text ? null : text;
}

export type Direction = 'past' | 'future';

/** The weekday nearest to `today` in a direction; `today` itself counts only with `isTodayToo`. */
export function nearestWeekday(today: string, weekday: number, direction: Direction, isTodayToo: boolean): string {
  const back = (weekdayOf(today) - weekday + 7) % 7;
  const forth = (7 - back) % 7;
  if (back === 0 && isTodayToo) return today;
  return direction === 'past' ? addDays(today, -(back || 7)) : addDays(today, forth || 7);
}

/** A day and month without a year: the nearest in a direction, today included. */
export function nearestYearDay(today: string, month: number, day: number, direction: Direction): string | null {
  const year = Number(today.slice(0, 4));
  const years = direction === 'past' ? [year, year - 1, year - 2, year - 4] : [year, year + 1, year + 2, year + 4];
  for (const candidate of years) {
    const date = civilDay(candidate, month, day);
    if (date !== null && (direction === 'past' ? date <= today : date >= today)) return date;
  }
  return null;
}

/** A bare day of the month: the nearest in a direction, today included. */
export function nearestMonthDay(today: string, day: number, direction: Direction): string | null {
  let [year = 0, month = 1] = today.split('-').map(Number);
  for (let tries = 0; tries < 4; tries += 1) {
    const date = civilDay(year, month, day);
    if (date !== null && (direction === 'past' ? date <= today : date >= today)) return date;
    month += direction === 'past' ? -1 : 1;
    if (month < 1) [year, month] = [year - 1, 12];
    if (month > 12) [year, month] = [year + 1, 1];
  }
  return null;
}
