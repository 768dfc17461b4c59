// Finds the wordings most like a text by an inverted index, and lets them vote. It serves any number of articles, and sees single
// wordings where a classifier sees averages.
import type { Vector } from './vector-space.js';

export interface Neighbour {
  label: number;
  /** Cosine, 0 to 1. */
  likeness: number;
}

/** The best wording of each of the `count` nearest classes, best first. */
export type Nearest = (vector: Vector, count: number) => Neighbour[];

const lengthOf = ({ weights }: Vector) => Math.hypot(...weights) || 1;

export function createNearest(vectors: Vector[], labels: number[], size: number): Nearest {
  const counts = new Uint32Array(size + 1);
  for (const { ids } of vectors) for (const id of ids) counts[id + 1] = (counts[id + 1] ?? 0) + 1;
  for (let id = 0; id < size; id += 1) counts[id + 1] = (counts[id + 1] ?? 0) + (counts[id] ?? 0);
  const total = counts[size] ?? 0;
  const owners = new Uint32Array(total);
  const values = new Float32Array(total);
  const next = counts.slice();
  vectors.forEach((vector, owner) => {
    const length = lengthOf(vector);
    vector.ids.forEach((id, n) => {
      const at = next[id] ?? 0;
      owners[at] = owner;
      values[at] = (vector.weights[n] ?? 0) / length;
      next[id] = at + 1;
    });
  });
  const scores = new Float32Array(vectors.length);
  const classes = Math.max(...labels, 0) + 1;

  return (vector, count) => {
    scores.fill(0);
    const length = lengthOf(vector);
    vector.ids.forEach((id, n) => {
      const weight = (vector.weights[n] ?? 0) / length;
      const end = counts[id + 1] ?? 0;
      for (let at = counts[id] ?? 0; at < end; at += 1) {
        const owner = owners[at] ?? 0;
        scores[owner] = (scores[owner] ?? 0) + weight * (values[at] ?? 0);
      }
    });
    const best = new Float32Array(classes);
    for (let owner = 0; owner < scores.length; owner += 1) {
      const label = labels[owner] ?? 0;
      const score = scores[owner] ?? 0;
      if (score > (best[label] ?? 0)) best[label] = score;
    }
    return [...best]
      .map((likeness, label) => ({ label, likeness }))
      .filter(({ likeness }) => likeness > 0)
      .sort((one, other) => other.likeness - one.likeness)
      .slice(0, count);
  };
}
