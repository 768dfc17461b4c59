// The index by end time: what has ended is found without looking at what has not. It refuses to know what an end means.
import type { EndKind, Tables } from './tables.js';

/** Something lives up to and including its end. One rule for reads and for the sweep. */
export const isPast = (end: number, now: number): boolean => end < now;

/** Moves the end of something; null on either side: it had none, it has none any more. */
export function moveEnd(tables: Tables, kind: EndKind, id: string, from: number | null, to: number | null): void {
  if (from === to) return;
  if (from !== null) tables.ends.remove([from, kind, id]);
  if (to !== null) tables.ends.put([to, kind, id], true);
}

/** What ended before `now`, the longest gone first, `limit` at most. */
export function listEnded(tables: Tables, now: number, limit: number): [number, EndKind, string][] {
  return tables.ends.keys(null, [now], limit);
}
