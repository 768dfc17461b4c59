// The text as identifier finders see it: which stretches are taken already, so that no number is read twice, and which words
// announce an identifier. It finds nothing itself.
import type { Found, Span } from '../understood.js';

/** A word such as "seal", "plate" or "order" that says what the number near it is. */
export interface Cue extends Span {
  kind: string;
  sentence: number;
}

export interface Sentence extends Span {
  number: number;
}

/** A text with more numbers of one kind is read up to here. */
const mostFound = 50;

export class Claims {
  private readonly taken: Span[] = [];
  constructor(
    readonly text: string,
    readonly language: string,
    readonly cues: readonly Cue[],
  ) {}

  isFree({ start, end }: Span): boolean {
    return !this.taken.some((span) => span.start < end && start < span.end);
  }
  take(span: Span): void {
    this.taken.push(span);
  }
  /** The announcing word nearest before `start`, at most `reach` characters away and not across a line or question mark. */
  cueBefore(start: number, reach: number): Cue | null {
    let best: Cue | null = null;
    for (const cue of this.cues) {
      if (cue.end > start) break;
      if (start - cue.end <= reach) best = cue;
    }
    return best;
  }
  /** True when a word of `kind` ends at most `reach` characters before `start`. */
  isAnnounced(kind: string, start: number, reach: number): boolean {
    return this.cues.some((cue) => cue.kind === kind && cue.end <= start && start - cue.end <= reach);
  }
  /** True when a word of `kind` begins at most `reach` characters after `end`. */
  isFollowed(kind: string, end: number, reach: number): boolean {
    return this.cues.some((cue) => cue.kind === kind && cue.start >= end && cue.start - end <= reach);
  }
  /** Every match of a global pattern that is free; `read` gives the value or null, and what it accepts is taken. */
  find(pattern: RegExp, read: (match: RegExpExecArray) => string | null): Found[] {
    const found: Found[] = [];
    for (const match of this.text.matchAll(pattern)) {
      if (found.length >= mostFound) break;
      const span = { start: match.index, end: match.index + match[0].length };
      if (!this.isFree(span)) continue;
      const value = read(match);
      if (value === null) continue;
      this.take(span);
      found.push({ value, ...span });
    }
    return found;
  }
}

/** Upper case, without spaces, hyphens, dots and slashes. */
export const compact = (text: string): string => text.toUpperCase().replace(/[\s\u00A0./–-]/g, '');
