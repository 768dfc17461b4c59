// Cuts a text into words with their positions and sentences. It changes nothing and drops nothing but what stands between words.

export interface Token {
  text: string;
  /** Lower case, without an English genitive. */
  lower: string;
  start: number;
  end: number;
  /** Number of the sentence or line. */
  sentence: number;
  isFirst: boolean;
  isCapital: boolean;
  /** What stands between the word before and this one. */
  gap: string;
}

const abbreviations = new Set(
  'kl ca nr no st approx tel dr mr mrs ms ev osv resp org reg t bl tex jan feb mar apr jun jul aug sep sept okt oct nov dec a p m ref inkl exkl avs mott ank avg'.split(
    ' ',
  ),
);

function endsSentence(gap: string, before: string, next: string): boolean {
  if (/[!?;\n\u2028]/.test(gap)) return true;
  if (!/[.…]\s/.test(gap) && !/\.["”')]/.test(gap)) return false;
  return !(abbreviations.has(before) || (/^\d{1,2}$/.test(before) && /^\p{Ll}/u.test(next)));
}

/** In the order of the text; positions are those of `text`. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let end = 0;
  let sentence = 0;
  for (const match of text.matchAll(/[\p{L}\p{M}\p{N}]+(?:['’´]\p{L}+)?/gu)) {
    const word = match[0];
    const gap = text.slice(end, match.index);
    const previous = tokens.at(-1);
    const isNew = previous === undefined || endsSentence(gap, previous.lower, word);
    if (isNew && previous) sentence += 1;
    const lower = word.toLowerCase().replace(/[’´]/g, "'");
    end = match.index + word.length;
    tokens.push({
      text: word,
      lower: lower.endsWith("'s") ? lower.slice(0, -2) : lower,
      start: match.index,
      end,
      sentence,
      isFirst: isNew,
      isCapital: /^\p{Lu}/u.test(word),
      gap,
    });
  }
  return tokens;
}
