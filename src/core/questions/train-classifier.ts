// A multinomial logistic regression: learns from the wordings which features speak for which class. Deterministic: the order in which
// it sees the examples is fixed. It keeps no example.
import type { Vector } from './vector-space.js';

/** Probabilities of all classes, which sum to 1. */
export type Classifier = (vector: Vector) => Float32Array;

export interface Training {
  rounds: number;
  rate: number;
  /** Share of a class's own probability that is spread over all classes, against overconfidence. */
  smoothing: number;
}

/** Found by cross-validation over the wordings; see test/core/questions. */
export const training: Training = { rounds: 4, rate: 2, smoothing: 0 };
/** Classes whose probability is off by less learn nothing from an example: this is what makes training fast. */
const negligible = 0.004;

function softmax(scores: Float32Array): void {
  let highest = -Infinity;
  for (const score of scores) if (score > highest) highest = score;
  let sum = 0;
  for (let k = 0; k < scores.length; k += 1) {
    const value = Math.exp((scores[k] ?? 0) - highest);
    scores[k] = value;
    sum += value;
  }
  for (let k = 0; k < scores.length; k += 1) scores[k] = (scores[k] ?? 0) / sum;
}

/** A fixed shuffle (Lehmer's generator): the same examples always train the same classifier. */
function shuffled(count: number, seed: number): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, index) => index);
  let state = seed;
  for (let index = count - 1; index > 0; index -= 1) {
    state = (state * 48271) % 2147483647;
    const other = state % (index + 1);
    const kept = order[index] ?? 0;
    order[index] = order[other] ?? 0;
    order[other] = kept;
  }
  return order;
}

/** `labels[n]` is the class of `vectors[n]`, from 0; `size` how many features there are. */
export function trainClassifier(
  vectors: Vector[],
  labels: number[],
  size: number,
  { rounds, rate, smoothing }: Training = training,
): Classifier {
  const classes = Math.max(...labels, 0) + 1;
  const table = new Float32Array(size * classes);
  const bias = new Float32Array(classes);

  function scoresOf({ ids, weights }: Vector, scores: Float32Array): void {
    scores.set(bias);
    for (let n = 0; n < ids.length; n += 1) {
      const row = (ids[n] ?? 0) * classes;
      const weight = weights[n] ?? 0;
      for (let k = 0; k < classes; k += 1) scores[k] = (scores[k] ?? 0) + weight * (table[row + k] ?? 0);
    }
    softmax(scores);
  }

  const scores = new Float32Array(classes);
  for (let round = 0; round < rounds; round += 1) {
    const step = rate / (1 + round * 0.5);
    for (const example of shuffled(vectors.length, 7919 + round)) {
      const vector = vectors[example];
      const label = labels[example] ?? 0;
      if (!vector) continue;
      scoresOf(vector, scores);
      for (let k = 0; k < classes; k += 1) {
        const wanted = (k === label ? 1 - smoothing : 0) + smoothing / classes;
        const error = wanted - (scores[k] ?? 0);
        if (error < negligible && error > -negligible) continue;
        const change = step * error;
        bias[k] = (bias[k] ?? 0) + change * 0.05;
        for (let n = 0; n < vector.ids.length; n += 1) {
          const at = (vector.ids[n] ?? 0) * classes + k;
          table[at] = (table[at] ?? 0) + change * (vector.weights[n] ?? 0);
        }
      }
    }
  }
  return (vector) => {
    const result = new Float32Array(classes);
    scoresOf(vector, result);
    return result;
  };
}
