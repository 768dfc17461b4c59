// Puts the words of several languages together, so that each is recognised in each. It translates and guesses nothing.
import type { Vocabulary } from './bundle.js';

type Words = Record<string, string[]>;

function mergeWords(all: Words[]): Words {
  const names = [...new Set(all.flatMap((words) => Object.keys(words)))];
  return Object.fromEntries(names.map((name) => [name, [...new Set(all.flatMap((words) => words[name] ?? []))]]));
}

/** The words of the first stand first. */
export function mergeVocabularies(all: Vocabulary[]): Vocabulary {
  return {
    commands: mergeWords(all.map(({ commands }) => commands)) as Vocabulary['commands'],
    languages: mergeWords(all.map(({ languages }) => languages)),
    edit: [...new Set(all.flatMap(({ edit }) => edit))],
    stepNames: mergeWords(all.map(({ stepNames }) => stepNames)),
    options: mergeWords(all.map(({ options }) => options)),
  };
}
