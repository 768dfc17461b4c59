// Turns a text into named features of several families: word stems, pairs of neighbours, pieces of words, meanings. It weighs and
// counts nothing.
import type { Concepts } from './concepts.js';
import { foldText } from './fold-text.js';
import { stemWord } from './stem-word.js';

export const families = ['word', 'pair', 'piece', 'meaning', 'meanings'] as const;
export type Family = (typeof families)[number];

export interface Features {
  family: Family;
  names: string[];
}

const shortestPiece = 3;
const longestPiece = 5;

function piecesOf(word: string): string[] {
  const framed = `<${word}>`;
  const pieces: string[] = [];
  for (let length = shortestPiece; length <= longestPiece; length += 1) {
    for (let start = 0; start + length <= framed.length; start += 1) pieces.push(framed.slice(start, start + length));
  }
  return pieces;
}

const pairs = (items: string[]) => items.slice(1).map((item, index) => `${items[index] ?? ''} ${item}`);

function everyTwo(items: string[]): string[] {
  const sorted = [...items].sort();
  return sorted.flatMap((one, index) => sorted.slice(index + 1).map((other) => `${one}+${other}`));
}

export function extractFeatures(text: string, concepts: Concepts): Features[] {
  const words = foldText(text);
  const stems = words.map(stemWord);
  const meanings = concepts(words);
  return [
    { family: 'word', names: stems },
    { family: 'pair', names: pairs(['^', ...stems, '$']) },
    { family: 'piece', names: words.flatMap(piecesOf) },
    { family: 'meaning', names: meanings },
    { family: 'meanings', names: everyTwo(meanings.slice(0, 12)) },
  ];
}
