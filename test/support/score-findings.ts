// Scores what the finder found against a set of questions, as the project measures it: top-1 and top-3 of the questions in scope, the
// share of the others that got `none`.
import type { Finding } from '../../src/core/questions/article.js';

export interface Wanted {
  text: string;
  lang: 'en' | 'sv';
  /** Accepted articles; empty: out of scope. */
  expect: string[];
}

export interface Scores {
  /** Percentages. */
  top1: number;
  top3: number;
  rejected: number;
}

const share = <T>(items: T[], isHit: (item: T) => boolean) =>
  items.length === 0 ? 100 : (100 * items.filter(isHit).length) / items.length;

export function scoreFindings(rows: { wanted: Wanted; found: Pick<Finding, 'kind' | 'articles'> }[]): Scores {
  const inScope = rows.filter(({ wanted }) => wanted.expect.length > 0);
  const outside = rows.filter(({ wanted }) => wanted.expect.length === 0);
  const isAmong = ({ wanted, found }: (typeof rows)[number], first: number) =>
    found.articles.slice(0, first).some((id) => wanted.expect.includes(id));
  return {
    top1: share(inScope, (row) => row.found.kind === 'answer' && isAmong(row, 1)),
    top3: share(inScope, (row) => row.found.kind !== 'none' && isAmong(row, 3)),
    rejected: share(outside, ({ found }) => found.kind === 'none'),
  };
}

export const showScores = ({ top1, top3, rejected }: Scores) =>
  `top-1 ${top1.toFixed(1)} %, top-3 ${top3.toFixed(1)} %, out of scope rejected ${rejected.toFixed(1)} %`;
