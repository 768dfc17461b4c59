// Decides from scores whether to answer, to offer a choice or to say that the bot does not know. It chooses no article; that is in
// the scores already.
import type { Finding } from './article.js';

export interface Scored {
  id: string;
  score: number;
}

export interface Thresholds {
  /** How much of the weight between "none" and the best article "none" must have for the bot to say that it does not know. */
  none: number;
  /** Below this score the best article is offered, not shown … */
  sure: number;
  /** … when the next one has at least this share of its score. */
  close: number;
}

/** Chosen on cross-validated scores of the wordings, so that nine in ten of the out-of-scope questions get `none`. */
export const thresholds: Thresholds = { none: 0.29, sure: 0.14, close: 0.9 };
const besides = 2;
const choices = 4;
const choiceShare = 0.3;
const fewestChoices = 3;

/** `ranked`: articles, best first; `none`: the score of "not ours". Scores sum to 1 at most. */
export function judge(
  ranked: Scored[],
  none: number,
  { none: noneFrom, sure, close }: Thresholds = thresholds,
): Pick<Finding, 'kind' | 'articles' | 'confidence'> {
  const [best, second] = ranked;
  const doubt = best ? none / (none + best.score || 1) : 1;
  const rounded = (value: number) => Math.round(value * 100) / 100;
  if (!best || best.score === 0 || doubt >= noneFrom) {
    return { kind: 'none', articles: [], confidence: rounded(best ? Math.max(none, doubt * (1 - best.score)) : 1) };
  }
  const confidence = rounded(Math.min(1, best.score));
  if (best.score < sure && second && second.score >= close * best.score) {
    const near = ranked.filter(({ score }, index) => index < fewestChoices || score >= choiceShare * best.score);
    return { kind: 'clarify', articles: near.slice(0, choices).map(({ id }) => id), confidence };
  }
  return { kind: 'answer', articles: ranked.slice(0, 1 + besides).map(({ id }) => id), confidence };
}
