// Finds the article that answers a question, offers a choice, or says that it does not know. It learns from the wordings when it is
// made, remembers no question, and is the same for the same content.
import { articleLanguages, type ArticleLanguage, type Findable, type Finding } from './article.js';
import type { OutOfScope, Synonyms } from './article.js';
import { createConcepts } from './concepts.js';
import { createLanguageSense } from './detect-language.js';
import { extractFeatures } from './extract-features.js';
import { judge, type Scored } from './judge.js';
import { createNearest, type Neighbour } from './nearest-wordings.js';
import { trainClassifier } from './train-classifier.js';
import { createVectorSpace } from './vector-space.js';

export interface Finder {
  /** `language`: null lets the finder detect it. Wordings of both languages are searched always: people mix them. */
  ask: (text: string, language: ArticleLanguage | null) => Finding;
  /** Scores of all articles that have any, best first, and of "not ours": what cross-validation looks at. */
  score: (text: string) => { ranked: Scored[]; none: number };
}

/** Longer questions are cut: the end of a novel says no more. */
const longestText = 2000;
/** With more articles than this a classifier would cost more than it gains; the nearest wordings decide alone. */
const mostClasses = 500;
const nearestCount = 8;
/** The nearest wordings' share in the score; the rest is the classifier's. Found by cross-validation. */
const nearestShare = 0.35;
const sharpness = 12;

function votesOf(neighbours: Neighbour[]): Map<number, number> {
  const weights = neighbours.map(({ label, likeness }) => [label, Math.exp(sharpness * likeness)] as const);
  const sum = weights.reduce((total, [, weight]) => total + weight, 0);
  return new Map(weights.map(([label, weight]) => [label, weight / sum]));
}

export function createFinder(articles: Findable[], outOfScope: OutOfScope, synonyms: Synonyms): Finder {
  const ids = articles.map(({ id }) => id);
  const noneLabel = ids.length;
  const examples = [
    ...articles.flatMap(({ wordings }, label) =>
      articleLanguages.flatMap((language) => wordings[language].map((text) => ({ text, label, language }))),
    ),
    ...articleLanguages.flatMap((language) =>
      outOfScope[language].map((text) => ({ text, label: noneLabel, language })),
    ),
  ];
  const textsIn = (wanted: ArticleLanguage) =>
    examples.filter(({ language }) => language === wanted).map(({ text }) => text);
  const senseLanguage = createLanguageSense({ en: textsIn('en'), sv: textsIn('sv') });
  const concepts = createConcepts(synonyms);
  const features = examples.map(({ text }) => extractFeatures(text, concepts));
  const space = createVectorSpace(features);
  const vectors = features.map(space.vectorOf);
  const labels = examples.map(({ label }) => label);
  const nearest = createNearest(vectors, labels, space.size);
  const classify = ids.length <= mostClasses ? trainClassifier(vectors, labels, space.size) : null;

  function score(text: string): { ranked: Scored[]; none: number } {
    const vector = space.vectorOf(extractFeatures(text.slice(0, longestText), concepts));
    if (vector.ids.length === 0) return { ranked: [], none: 1 };
    const votes = votesOf(nearest(vector, nearestCount));
    const chances = classify?.(vector) ?? null;
    const share = chances ? nearestShare : 1;
    const scoreOf = (label: number) => share * (votes.get(label) ?? 0) + (1 - share) * (chances?.[label] ?? 0);
    const ranked = (chances ? ids.map((_, label) => label) : [...votes.keys()].filter((label) => label !== noneLabel))
      .map((label) => ({ id: ids[label] ?? '', score: scoreOf(label) }))
      .sort((one, other) => other.score - one.score || (one.id < other.id ? -1 : 1));
    return { ranked, none: scoreOf(noneLabel) };
  }

  return {
    score,
    ask: (text, language) => {
      const { ranked, none } = score(text);
      return { language: language ?? (senseLanguage(text) > 0 ? 'sv' : 'en'), ...judge(ranked, none) };
    },
  };
}
