// Prints how long an answer takes with the shipped articles and with 10,000 generated ones, and what the index costs. Asserts nothing:
// run by hand with `node --import=tsx test/bench/ask.ts`.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { loadArticles } from '../../src/adapters/content/load-articles.js';
import type { Findable, OutOfScope, Synonyms } from '../../src/core/questions/article.js';
import { createFinder } from '../../src/core/questions/create-finder.js';

const root = path.resolve(import.meta.dirname, '../..');
const say = (text: string) => process.stdout.write(`${text}\n`);
const questions = readFileSync(path.join(root, 'test/fixtures/ask.dev.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => (JSON.parse(line) as { text: string }).text);

function measure(name: string, articles: Findable[], outOfScope: OutOfScope, synonyms: Synonyms) {
  const before = process.memoryUsage();
  const started = performance.now();
  const finder = createFinder(articles, outOfScope, synonyms);
  const built = performance.now() - started;
  const after = process.memoryUsage();
  const used = after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers;
  const times = Array.from({ length: 10 }, () => questions)
    .flat()
    .map((text) => {
      const asked = performance.now();
      finder.ask(text, null);
      return performance.now() - asked;
    })
    .sort((one, other) => one - other);
  const at = (share: number) => (times[Math.floor(times.length * share)] ?? 0).toFixed(2);
  say(
    `${name}: index ${built.toFixed(0)} ms, ${(used / 1e6).toFixed(0)} MB; answer median ${at(0.5)} ms, p99 ${at(0.99)} ms`,
  );
}

const started = performance.now();
const { articles, outOfScope, synonyms } = await loadArticles(root);
say(`content read in ${(performance.now() - started).toFixed(0)} ms`);
measure(`${articles.length} articles`, articles, outOfScope, synonyms);

const words = [...new Set(articles.flatMap(({ wordings }) => wordings.en.flatMap((text) => text.split(' '))))];
let state = 1;
const draw = () => words[(state = (state * 48271) % 2147483647) % words.length] ?? '';
const sentence = () => Array.from({ length: 7 }, draw).join(' ');
const generated = Array.from({ length: 10_000 }, (_, n) => ({
  id: `generated.${n}`,
  wordings: { en: [sentence(), sentence()], sv: [sentence()] },
}));
measure('10,000 articles', generated, outOfScope, synonyms);
