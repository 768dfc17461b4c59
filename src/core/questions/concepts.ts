// Finds the meaning behind words that share no letter: "fee", "kostar" and "notan" are one group of content/synonyms.yaml. It knows
// single words and pairs of neighbours only, and nothing that the file does not say.
import type { Synonyms } from './article.js';
import { foldText } from './fold-text.js';

/** The groups that a folded text touches, each once, in order of the text. */
export type Concepts = (words: string[]) => string[];

/** Bounds the memory that strangers' words may take. */
const mostRemembered = 20_000;

function add(map: Map<string, string[]>, key: string, group: string): void {
  const groups = map.get(key);
  if (groups) groups.push(group);
  else map.set(key, [group]);
}

export function createConcepts(synonyms: Synonyms): Concepts {
  const whole = new Map<string, string[]>();
  const beginnings = new Map<string, string[]>();
  for (const [group, entries] of Object.entries(synonyms)) {
    for (const entry of entries) add(entry.endsWith('*') ? beginnings : whole, foldText(entry).join(' '), group);
  }
  const lengths = [...new Set([...beginnings.keys()].map((key) => key.length))];

  const firstWords = new Set([...whole.keys(), ...beginnings.keys()].flatMap((key) => key.match(/^\w+(?= )/) ?? []));
  const remembered = new Map<string, string[]>();

  function groupsOf(phrase: string): string[] {
    const begun = lengths.flatMap((length) =>
      length <= phrase.length ? (beginnings.get(phrase.slice(0, length)) ?? []) : [],
    );
    return [...(whole.get(phrase) ?? []), ...begun];
  }

  function groupsOfWord(word: string): string[] {
    const known = remembered.get(word);
    if (known) return known;
    const groups = groupsOf(word);
    if (remembered.size < mostRemembered) remembered.set(word, groups);
    return groups;
  }

  return (words) => {
    const found = new Set<string>();
    words.forEach((word, index) => {
      for (const group of groupsOfWord(word)) found.add(group);
      const next = words[index + 1];
      if (next === undefined || !firstWords.has(word)) return;
      for (const group of groupsOf(`${word} ${next}`)) found.add(group);
      const third = words[index + 2];
      if (third !== undefined) for (const group of groupsOf(`${word} ${next} ${third}`)) found.add(group);
    });
    return [...found];
  };
}
