// Finds times of the day in words and digits: "halv tio", "quarter to ten", "21-tiden", "16:05", "9 pm". A number that counts
// something is no time: bare numbers need a word that announces a time and nothing countable after them.
import type { Token } from '../tokens.js';
import { readNumber, type MomentWords } from './moment-words.js';

export interface Clock {
  hour: number;
  minute: number;
  /** True where a.m. or p.m. is settled by the words themselves: 21:30, 9 pm, noon. */
  isSettled: boolean;
  from: number;
  to: number;
}

type Read = Omit<Clock, 'from'>;

const clock = (minutes: number, to: number): Read => {
  const day = (minutes + 1440) % 1440;
  return { hour: Math.floor(day / 60), minute: day % 60, isSettled: Math.floor(day / 60) > 12, to };
};

/** An hour with what follows it: minutes in words, o'clock. */
function readHour(words: MomentWords, tokens: readonly Token[], at: number): Read | null {
  const half = words.half.at(tokens, at);
  if (half) {
    const hour = readNumber(words, tokens, half.to);
    if (hour && hour.value >= 1 && hour.value <= 12) {
      return clock(hour.value * 60 + (words.halfIsBefore ? -30 : 30), hour.to);
    }
    return null;
  }
  const hour = readNumber(words, tokens, at);
  if (!hour || hour.value > 24) return null;
  const oclock = words.oclock.at(tokens, hour.to);
  return clock((hour.value % 24) * 60, oclock ? oclock.to : hour.to);
}

/** "quarter to ten", "kvart över halv tre", "tjugo i två", "half past nine", "fem i halv tio". */
function readRelative(words: MomentWords, tokens: readonly Token[], at: number): (Read & { minutes: number }) | null {
  const quarter = words.quarter.at(tokens, at);
  const half = quarter ? null : words.half.at(tokens, at);
  const count = quarter || half ? null : readNumber(words, tokens, at);
  const minutes = quarter ? 15 : half ? 30 : (count?.value ?? 60);
  if (minutes > 30 || minutes < 1) return null;
  let to = quarter?.to ?? half?.to ?? count?.to ?? at;
  to = words.minutes.at(tokens, to)?.to ?? to;
  const past = words.past.at(tokens, to);
  const before = past ? null : words.to.at(tokens, to);
  const next = past?.to ?? before?.to;
  if (next === undefined) return null;
  const named = words.named.at(tokens, next);
  const hour = named
    ? { ...clock(Number(named.value.slice(0, 2)) * 60, named.to), isSettled: true }
    : readHour(words, tokens, next);
  if (!hour) return null;
  const read = clock(hour.hour * 60 + hour.minute + (past ? minutes : -minutes), hour.to);
  return { ...read, isSettled: read.isSettled || hour.isSettled, minutes };
}

const isEnd = (tokens: readonly Token[], to: number) => {
  const next = tokens[to];
  return !next || next.sentence !== tokens[to - 1]?.sentence || /[,;:)–—"”(]/.test(next.gap) || / -/.test(next.gap);
};

function readBare(words: MomentWords, tokens: readonly Token[], at: number, isStrong: boolean): Read | null {
  const hour = readHour(words, tokens, at);
  if (!hour) return null;
  if (hour.minute !== 0 || words.oclock.before(tokens, hour.to)) return hour;
  const second = readNumber(words, tokens, hour.to);
  const isJoined = second && tokens[hour.to]?.gap === ' ' && second.value >= 10 && second.value <= 59;
  const isMinutes = isJoined && (isEnd(tokens, second.to) || words.after.at(tokens, second.to) !== null || isStrong);
  if (isMinutes) return clock(hour.hour * 60 + second.value, second.to);
  const isFree = isEnd(tokens, hour.to) || words.after.at(tokens, hour.to) !== null;
  return isStrong || isFree ? hour : null;
}

function readAt(words: MomentWords, tokens: readonly Token[], at: number): Read | null {
  const token = tokens[at];
  if (!token) return null;
  const isStrong = words.strong.before(tokens, at) !== null;
  const isAnnounced = isStrong || words.weak.before(tokens, at) !== null;
  const named = words.named.at(tokens, at);
  if (named) {
    const [hour = 0, minute = 0] = named.value.split(':').map(Number);
    return { hour, minute, isSettled: true, to: named.to };
  }
  const around = words.aroundNumbers.at(tokens, at);
  if (around && around.value <= 24) return clock((around.value % 24) * 60, around.to);
  const relative = readRelative(words, tokens, at);
  if (relative) {
    const isUsual = relative.minutes % 5 === 0;
    const isFree = isEnd(tokens, relative.to) || words.after.at(tokens, relative.to) !== null;
    if (isStrong || (isUsual && (isFree || isAnnounced || words.quarter.at(tokens, at)))) return relative;
  }
  const half = words.half.at(tokens, at);
  const hour = half || /^\d/.test(token.lower) || words.numbers.at(tokens, at) ? readHour(words, tokens, at) : null;
  if (!hour) return null;
  if (half && (isAnnounced || isEnd(tokens, hour.to) || words.after.at(tokens, hour.to) || hour.minute === 30))
    return hour;
  if (words.oclock.before(tokens, hour.to)) return hour;
  const next = tokens[hour.to];
  if (next && /^[-–]? ?$/.test(next.gap) && words.around.at(tokens, hour.to)) return { ...hour, to: hour.to + 1 };
  return isAnnounced ? readBare(words, tokens, at, isStrong) : null;
}

/** Times in words, in the order of the text, none inside another. */
export function findClock(words: MomentWords, tokens: readonly Token[]): Clock[] {
  const found: Clock[] = [];
  for (let at = 0; at < tokens.length && found.length < 50; at += 1) {
    const read = readAt(words, tokens, at);
    if (!read) continue;
    found.push({ ...read, from: at });
    at = read.to - 1;
  }
  return found;
}
