// Answers questions from standard input as JSON Lines, one line out for each line in, in order: `npm run --silent ask`. For editors who
// try a question and for measuring; it needs no server and keeps nothing.
import path from 'node:path';
import { createInterface } from 'node:readline';
import { loadArticles } from './adapters/content/load-articles.js';
import type { ArticleLanguage } from './core/questions/article.js';
import { createFinder } from './core/questions/create-finder.js';
import { Fault } from './ports/fault.js';

interface Question {
  id: string | number;
  language: ArticleLanguage | null;
  text: string;
}

type Read = { question: Question } | { id: string | number | null; error: string };

function readQuestion(line: string): Read {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { id: null, error: 'the line is not JSON' };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { id: null, error: 'the line is not a JSON object' };
  }
  const { id, lang, text } = value as Record<string, unknown>;
  if (typeof id !== 'string' && typeof id !== 'number') return { id: null, error: 'id must be a text or a number' };
  if (typeof text !== 'string') return { id, error: 'text must be a text' };
  if (lang === undefined || lang === null) return { question: { id, language: null, text } };
  if (lang !== 'en' && lang !== 'sv') return { id, error: 'lang must be en or sv, or left out' };
  return { question: { id, language: lang, text } };
}

try {
  const { articles, outOfScope, synonyms } = await loadArticles(path.resolve(import.meta.dirname, '..'));
  const finder = createFinder(articles, outOfScope, synonyms);
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    const read = readQuestion(line);
    let said: object = read;
    if ('question' in read) {
      const { id, language, text } = read.question;
      const { language: lang, ...found } = finder.ask(text, language);
      said = { id, lang, ...found };
    }
    process.stdout.write(`${JSON.stringify(said)}\n`);
  }
} catch (cause) {
  process.exitCode = 1;
  process.stderr.write(`${cause instanceof Fault ? cause.message : String(cause)}\n`);
}
