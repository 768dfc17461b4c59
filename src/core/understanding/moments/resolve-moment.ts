// Settles which day and which time a text means, from the mentions that were found: nearest in the past for what happened, in the
// future for what is expected; the part of the day settles a.m. and p.m. Two mentions are never mixed into a third day.
import {
  addDays,
  civilDay,
  nearestMonthDay,
  nearestWeekday,
  nearestYearDay,
  weekdayOf,
  type Direction,
} from './civil-day.js';
import type { DayMeaning, Part } from './find-days.js';

export interface TimeOfDay {
  hour: number;
  minute: number;
  isSettled: boolean;
}

/** `today` and `hour`: local, of the message. */
export interface Here {
  today: string;
  hour: number;
  /** Local day some minutes ago (or ahead, negative). */
  dayBefore: (minutes: number) => string;
}

/** The hour of 24 that a part of the day makes of a stated hour. */
export function settleHour({ hour, minute, isSettled }: TimeOfDay, part: Part | null): TimeOfDay {
  if (isSettled || part === null || hour > 12) return { hour, minute, isSettled };
  const late = part === 'evening' || part === 'afternoon' || (part === 'night' && hour >= 6);
  if (!late) return { hour: hour === 12 && part !== 'morning' ? 0 : hour, minute, isSettled: true };
  if (hour === 12) return { hour: part === 'afternoon' ? 12 : 0, minute, isSettled: true };
  if (part === 'evening' && hour < 4) return { hour, minute, isSettled: true };
  return { hour: (hour + 12) % 24, minute, isSettled: true };
}

function nightDay(
  side: 'past' | 'future' | 'either',
  direction: Direction,
  time: TimeOfDay | null,
  here: Here,
): string {
  const isSmall = time !== null && time.hour < 12;
  if (side === 'past') return isSmall ? here.today : addDays(here.today, -1);
  if (side === 'future' || direction === 'future') {
    return isSmall && here.hour >= 6 ? addDays(here.today, 1) : here.today;
  }
  const isLate = time !== null && time.hour >= 18;
  return isLate && time.hour > here.hour ? addDays(here.today, -1) : here.today;
}

/** Null where the calendar has no such day. `direction`: what the words around say. */
export function resolveDay(
  meaning: DayMeaning,
  direction: Direction,
  time: TimeOfDay | null,
  here: Here,
): string | null {
  switch (meaning.kind) {
    case 'offset':
      return addDays(here.today, meaning.days);
    case 'ago':
      return here.dayBefore(meaning.minutes);
    case 'night':
      return nightDay(meaning.side, direction, time, here);
    case 'weekday': {
      if (meaning.week !== null) {
        return addDays(here.today, meaning.week * 7 + meaning.weekday - weekdayOf(here.today));
      }
      const way = meaning.direction ?? direction;
      return nearestWeekday(here.today, meaning.weekday, way, meaning.direction === null);
    }
    case 'date': {
      const { year, month, day } = meaning;
      if (month === null) return nearestMonthDay(here.today, day, direction);
      return year === null ? nearestYearDay(here.today, month, day, direction) : civilDay(year, month, day);
    }
  }
}
