// Adds up what the phrases of one topic say for each of its labels. Phrases that overlap count once, with the heaviest.
import type { Hit } from './match-phrases.js';

export interface Weighed {
  label: string;
  weight: number;
  /** The heaviest phrase. */
  hit: Hit;
}

/** More phrases than this say nothing more. */
const mostCounted = 40;

/** The heaviest label first; with equal weights the one named first in the text. */
export function weighLabels(hits: readonly Hit[], topic: string): Weighed[] {
  const byLabel = new Map<string, Hit[]>();
  const sorted = hits.filter((hit) => hit.topic === topic).sort((one, other) => other.weight - one.weight);
  for (const hit of sorted) {
    const counted = byLabel.get(hit.label) ?? [];
    if (counted.length >= mostCounted) continue;
    if (!counted.some((other) => other.from < hit.to && hit.from < other.to)) byLabel.set(hit.label, [...counted, hit]);
  }
  return [...byLabel]
    .flatMap(([label, counted]) => {
      const [hit] = counted;
      return hit ? [{ label, weight: counted.reduce((sum, { weight }) => sum + weight, 0), hit }] : [];
    })
    .sort((one, other) => other.weight - one.weight || one.hit.from - other.hit.from);
}
