// Gives features numbers and weights: TF-IDF within a family, every family scaled to its own length, so that the hundred pieces of a
// text do not drown its six words. It knows only features that its texts had.
import { families, type Family, type Features } from './extract-features.js';

/** A sparse vector of about unit length: `ids[n]` has the weight `weights[n]`. */
export interface Vector {
  ids: number[];
  weights: number[];
}

export interface VectorSpace {
  size: number;
  vectorOf: (features: Features[]) => Vector;
  /** 0 to 1: how much of the words' weight is of words that the texts had. */
  coverageOf: (features: Features[]) => number;
}

export type FamilyWeights = Record<Family, number>;

/** Found by cross-validation over the wordings; see test/core/questions. */
export const familyWeights: FamilyWeights = { word: 1, pair: 0.6, piece: 0.9, meaning: 0.8, meanings: 0.6 };
/** Features rarer than this are left out: a pair or piece that one text alone has teaches nothing. */
const rarest: FamilyWeights = { word: 1, pair: 2, piece: 2, meaning: 1, meanings: 2 };

const counted = (names: string[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
};

export function createVectorSpace(texts: Features[][], weights: FamilyWeights = familyWeights): VectorSpace {
  const seen = Object.fromEntries(families.map((family) => [family, new Map<string, number>()])) as Record<
    Family,
    Map<string, number>
  >;
  for (const features of texts) {
    for (const { family, names } of features) {
      for (const name of new Set(names)) seen[family].set(name, (seen[family].get(name) ?? 0) + 1);
    }
  }
  let size = 0;
  const known = Object.fromEntries(
    families.map((family) => [
      family,
      new Map(
        [...seen[family]]
          .filter(([, count]) => count >= rarest[family])
          .map(([name, count]) => [name, { id: size++, idf: Math.log(1 + texts.length / count) }]),
      ),
    ]),
  ) as Record<Family, Map<string, { id: number; idf: number }>>;
  const rareIdf = Math.log(1 + texts.length);

  function vectorOf(features: Features[]): Vector {
    const ids: number[] = [];
    const values: number[] = [];
    for (const { family, names } of features) {
      const from = values.length;
      let square = 0;
      for (const [name, count] of counted(names)) {
        const entry = known[family].get(name);
        const value = (entry?.idf ?? 0) * Math.sqrt(count);
        if (!entry) {
          // an unknown word takes its share of the length: the rest says less
          if (family === 'word') square += rareIdf * rareIdf * 0.25;
          continue;
        }
        square += value * value;
        ids.push(entry.id);
        values.push(value);
      }
      const scale = square === 0 ? 0 : weights[family] / Math.sqrt(square);
      for (let index = from; index < values.length; index += 1) values[index] = (values[index] ?? 0) * scale;
    }
    return { ids, weights: values };
  }

  function coverageOf(features: Features[]): number {
    const names = features.find(({ family }) => family === 'word')?.names ?? [];
    let all = 0;
    let covered = 0;
    for (const name of names) {
      const entry = known.word.get(name);
      all += entry?.idf ?? rareIdf;
      covered += entry?.idf ?? 0;
    }
    return all === 0 ? 0 : covered / all;
  }

  return { size, vectorOf, coverageOf };
}
