// Tells the language of a text by its small words and letters. It knows only the languages of content/understanding and never says
// "unknown": what gives no sign is in the first one.
import type { Token } from './tokens.js';

export interface LanguageSigns {
  language: string;
  known: ReadonlySet<string>;
}

export interface Detected {
  language: string;
  /** Share of the signs that speak for each language, 0 to 1. */
  shares: Record<string, number>;
}

const swedishLetters = /[åäö]/;

/** Words that stand in one language only count double; `å ä ö` speaks for Swedish. At most 400 words are looked at. */
export function detectLanguage(tokens: readonly Token[], languages: readonly LanguageSigns[]): Detected {
  const scores = new Map(languages.map(({ language }) => [language, 0]));
  for (const { lower, isCapital, isFirst } of tokens.slice(0, 400)) {
    const knowing = languages.filter(({ known }) => known.has(lower));
    for (const { language } of knowing) {
      scores.set(language, (scores.get(language) ?? 0) + (knowing.length === 1 ? 2 : 0.5));
    }
    const isName = isCapital && !isFirst;
    if (!isName && swedishLetters.test(lower) && scores.has('sv')) scores.set('sv', (scores.get('sv') ?? 0) + 2);
  }
  const sum = [...scores.values()].reduce((all, score) => all + score, 0);
  const shares = Object.fromEntries([...scores].map(([language, score]) => [language, sum > 0 ? score / sum : 0]));
  const best = [...scores].sort((one, other) => other[1] - one[1])[0];
  return { language: best?.[0] ?? 'en', shares };
}
