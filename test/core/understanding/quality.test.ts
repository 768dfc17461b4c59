// The scores of the development set and of our own set as a report, with floors: the build fails when understanding gets worse.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { read, root } from './knowledge.js';
import { addToScore, emptyScore, f1, type Example } from './score.js';

const sets = [
  { name: 'dev', floors: { intent: 0.99, slots: 0.99 } },
  { name: 'own', floors: { intent: 0.98, slots: 0.97 } },
];
const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

describe('understanding, measured', () => {
  for (const { name, floors } of sets) {
    const examples = readFileSync(path.join(root, 'test/fixtures', `understand.${name}.jsonl`), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Example);
    for (const lang of ['en', 'sv']) {
      it(`${name} set, ${lang}: not worse than it was`, () => {
        const score = emptyScore();
        for (const example of examples.filter((one) => one.lang === lang)) {
          addToScore(score, example, read(example.text, example.now, lang));
        }
        const intent = score.intents / score.lines;
        process.stdout.write(
          `      ${name} ${lang}: ${score.lines} messages, intent ${percent(intent)}, slots F1 ${percent(f1(score))}\n`,
        );
        assert.ok(intent >= floors.intent && f1(score) >= floors.slots);
      });
    }
    it(`${name} set: the language is detected where it is not given`, () => {
      const wrong = examples.filter(({ text, now, lang }) => text.length > 25 && read(text, now).lang !== lang);
      assert.ok(wrong.length <= examples.length * 0.03, wrong.map(({ text }) => text).join('\n'));
    });
  }
});
