// How long one message takes: the median and the slowest over the development set, and 20,000 characters. Run: npx tsx test/bench/understand.ts
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { read, root } from '../core/understanding/knowledge.js';

const texts = readFileSync(path.join(root, 'test/fixtures/understand.dev.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => (JSON.parse(line) as { text: string }).text);
const time = (text: string) => {
  const start = performance.now();
  read(text);
  return performance.now() - start;
};
for (const text of texts) read(text);
const times = Array.from({ length: 10 }, () => texts.map(time))
  .flat()
  .sort((one, other) => one - other);
const long = texts.join(' ').repeat(3).slice(0, 20_000);
process.stdout.write(
  `median ${times[times.length >> 1]?.toFixed(3)} ms, slowest ${times.at(-1)?.toFixed(2)} ms, 20,000 characters ${time(long).toFixed(1)} ms\n`,
);
