// Finds times and days written in digits: 16:05, kl 02.10, 9.30 pm, 2130 hrs, 2026-07-09, 09.07.2026, 13/5, 9/7-26. Weights, prices
// and code numbers are not taken for times: with a full stop a time needs a word beside it.
import type { Span } from '../understood.js';

export interface DigitalTime extends Span {
  hour: number;
  minute: number;
  isSettled: boolean;
}

/** `year` null where none is given. */
export interface DigitalDay extends Span {
  year: number | null;
  month: number;
  day: number;
}

/** A text with more of them is read up to here. */
const mostFound = 50;
const colon = /(?<![\d:.,/-])([01]?\d|2[0-4])[:.]([0-5]\d)(?![\d:]|[.,-]\d)(?:\s?([ap])\.?\s?m\b\.?)?/giu;
const halfDay = /(?<![\d:.,/-])(1[0-2]|0?[1-9])\s?([ap])\.?\s?m\b\.?/giu;
const tight = /(?<![\p{L}\d:.,/-])([01]\d|2[0-3])h?([0-5]\d)\s?(?:h|hrs|hours|uhr|hundred)?(?![\p{L}\d]|[:.,/-]\d)/giu;
const announced =
  /(?:\bkl\.?|klockan|\bat|\baround|\babout|\bvid|\bruntom?k?r?i?n?g?|omkring|\bca\.?|cirka|\bby|\bsince|\bsedan|\bfrom|\bfrån|\bbefore|\bafter|efter|före|innan|strax|\bmorse|\bkväll|morning|evening|night|afternoon|natt|eftermiddag|förmiddag|idag|igår|i går|i dag|imorgon|i morgon|today|yesterday|tomorrow|mellan|between|\d\s?-|dagen|[sdn]day|dags|till|until|och|and|time:?|tid:?)[\s,]{0,2}$/i;
const followed =
  /^\s?(?:am\b|pm\b|h\b|hrs\b|uhr\b|på (?:kvällen|morgonen|natten|eftermiddagen|förmiddagen)|in the (?:morning|evening|night|afternoon)|at night|idag|igår|i (?:morse|kväll|natt|går|dag)|today|yesterday|last night|this morning|local|lokal)/i;
const unit =
  /^\s?(?:kg|ton|tonnes?|%|procent|percent|kr\b|kronor|sek\b|eur|usd|€|\$|km|m\b|cm|meter|metres?|l\b|liter|litres?|miljoner|million|tkr|cbm|m3|grader|degrees|kvm|x|mm)(?![\p{L}])/iu;

function settle(hour: number, half: string | undefined): { hour: number; isSettled: boolean } {
  if (half === undefined) return { hour: hour % 24, isSettled: hour > 12 || hour === 0 };
  const isLate = half.toLowerCase() === 'p';
  return { hour: (hour % 12) + (isLate && hour <= 12 ? 12 : 0), isSettled: true };
}

export function findDigitalTimes(text: string): DigitalTime[] {
  const found: DigitalTime[] = [];
  const add = (match: RegExpExecArray, hour: string, minute: string, half: string | undefined) => {
    const span = { start: match.index, end: match.index + match[0].trimEnd().length };
    if (found.length >= mostFound || found.some((other) => other.start < span.end && span.start < other.end)) return;
    const isPadded = /^0\d/.test(hour);
    const { hour: value, isSettled } = settle(Number(hour), half);
    found.push({
      ...span,
      hour: value,
      minute: Number(minute),
      isSettled: isSettled || (isPadded && half === undefined),
    });
  };
  const around = (match: RegExpExecArray) => ({
    before: text.slice(Math.max(0, match.index - 24), match.index),
    after: text.slice(match.index + match[0].length, match.index + match[0].length + 24),
  });
  for (const match of text.matchAll(colon)) {
    const { before, after } = around(match);
    const isSure = match[0].includes(':') || match[3] !== undefined;
    if (unit.test(after) || (!isSure && !announced.test(before) && !followed.test(after))) continue;
    add(match, match[1] ?? '', match[2] ?? '', match[3]);
  }
  for (const match of text.matchAll(halfDay)) add(match, match[1] ?? '', '0', match[2]);
  for (const match of text.matchAll(tight)) {
    const { before, after } = around(match);
    const isSure = /(h|hrs|hours|uhr|hundred)$/i.test(match[0]) || /^\d\dh\d\d$/i.test(match[0]);
    const isYear = /^(19|20)[0-4]\d$/.test(match[0]);
    const isAtClock = /(?:\bkl\.?|klockan)\s?$/i.test(before);
    const isAt = /(?:\bat|vid|around|about|ca|omkring|runt)\s?$/i.test(before) && !isYear;
    if (unit.test(after) || !(isSure || isAtClock || (isAt && !/^\s\p{L}/u.test(after)))) continue;
    add(match, match[1] ?? '', match[2] ?? '', undefined);
  }
  return found.sort((one, other) => one.start - other.start);
}

const isoDay = /(?<![\p{L}\d])((?:19|20)\d\d)([-./])(\d{1,2})\2(\d{1,2})(?!\d|-\d)/gu;
const dottedDay = /(?<![\p{L}\d.,/-])(\d{1,2})([./-])(\d{1,2})\2((?:19|20)?\d\d)(?![\d]|[.,/-]\d)/gu;
const slashDay = /(?<![\p{L}\d.,/-])(\d{1,2})\/(\d{1,2})(?:[ -](\d{4}|\d{2}))?(?![\d]|[/]\d|[.,]\d)/gu;
const shortDay = /(?<=(?:\bden|\bthe|\bon|\bdatum|\bdate)\s)(\d{1,2})\.(\d{1,2})\.?(?!\d)/giu;
const compactDay = /(?<![\p{L}\d./+-])(20\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])(?![\p{L}\d]|-\d)/gu;

const fullYear = (text: string | undefined) =>
  text === undefined ? null : text.length === 2 ? 2000 + Number(text) : Number(text);

/** Day before month, as in Europe; where that is no day, month before day. */
export function findDigitalDays(text: string): DigitalDay[] {
  const found: DigitalDay[] = [];
  const add = (match: RegExpExecArray, year: number | null, month: number, day: number) => {
    const [realMonth, realDay] = month > 12 && day <= 12 ? [day, month] : [month, day];
    if (realMonth < 1 || realMonth > 12 || realDay < 1 || realDay > 31) return;
    const span = { start: match.index, end: match.index + match[0].length };
    if (found.length >= mostFound || found.some((other) => other.start < span.end && span.start < other.end)) return;
    found.push({ ...span, year, month: realMonth, day: realDay });
  };
  for (const match of text.matchAll(isoDay)) add(match, Number(match[1]), Number(match[3]), Number(match[4]));
  for (const match of text.matchAll(dottedDay)) add(match, fullYear(match[4]), Number(match[3]), Number(match[1]));
  for (const match of text.matchAll(slashDay)) {
    if (
      /^24\/7/.test(match[0]) ||
      /^\s?(?:of|av|pallets?|pallar|containers?|kolli)\b/.test(text.slice(match.index + match[0].length))
    )
      continue;
    add(match, fullYear(match[3]), Number(match[2]), Number(match[1]));
  }
  for (const match of text.matchAll(shortDay)) add(match, null, Number(match[2]), Number(match[1]));
  for (const match of text.matchAll(compactDay)) add(match, Number(match[1]), Number(match[2]), Number(match[3]));
  return found;
}
