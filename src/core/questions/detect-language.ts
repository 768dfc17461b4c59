// Tells English from Swedish by words and pieces of words that the wordings taught it. It looks at nothing but the message: whoever
// writes in another language than the chat's is answered in theirs.
import type { ArticleLanguage } from './article.js';
import { foldText } from './fold-text.js';

/** Above 0: Swedish, below 0: English; the further from 0 the surer. */
export type LanguageSense = (text: string) => number;

const pieceLength = 3;
const wordWeight = 2;
const swedishLetters = 4;

function marksOf(text: string): { mark: string; weight: number }[] {
  return foldText(text).flatMap((word) => {
    const framed = `<${word}>`;
    const pieces = Array.from({ length: Math.max(0, framed.length - pieceLength + 1) }, (_, at) => ({
      mark: framed.slice(at, at + pieceLength),
      weight: 1 / framed.length,
    }));
    return [{ mark: `=${word}`, weight: wordWeight }, ...pieces];
  });
}

export function createLanguageSense(wordings: Record<ArticleLanguage, string[]>): LanguageSense {
  const counts = new Map<string, [english: number, swedish: number]>();
  for (const [place, language] of (['en', 'sv'] as const).entries()) {
    for (const { mark } of wordings[language].flatMap(marksOf)) {
      const pair = counts.get(mark) ?? [0, 0];
      pair[place as 0 | 1] += 1;
      counts.set(mark, pair);
    }
  }
  return (text) => {
    let score = /[åäö]/i.test(text) ? swedishLetters : 0;
    for (const { mark, weight } of marksOf(text)) {
      const [english, swedish] = counts.get(mark) ?? [0, 0];
      score += weight * Math.log((swedish + 0.5) / (english + 0.5));
    }
    return score;
  };
}
