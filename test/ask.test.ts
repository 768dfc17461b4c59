import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');

function run(program: string, args: string[], input = '') {
  const result = spawnSync(process.execPath, ['--import=tsx', path.join(root, 'src', program), ...args], {
    cwd: root,
    input,
    encoding: 'utf8',
  });
  return { ...result, lines: result.stdout.split('\n').slice(0, -1) };
}

describe('ask from the command line', () => {
  it('prints one line for each line, in order, and goes on after one that is not valid', () => {
    const input = [
      '{"id":"a1","lang":"en","text":"who can sign an mou?"}',
      'nonsense',
      '[]',
      '{"id":"a2","text":7}',
      '{"id":"a3","lang":"fi","text":"x"}',
      '{"text":"x"}',
      '{"id":4,"text":"vad kostar det att vara med i smt"}',
      '{"id":"a5","lang":null,"text":"what will the weather be tomorrow"}',
    ].join('\n');
    const { status, stderr, lines } = run('ask.ts', [], input);
    assert.equal(status, 0);
    assert.equal(stderr, '');
    const said = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    assert.deepEqual(
      said.map(({ id }) => id),
      ['a1', null, null, 'a2', 'a3', null, 4, 'a5'],
    );
    assert.deepEqual(
      said.map(({ error }) => error !== undefined),
      [false, true, true, true, true, true, false, false],
    );
    const [first = {}, , , , , , swedish = {}, weather = {}] = said;
    assert.deepEqual(Object.keys(first), ['id', 'lang', 'kind', 'articles', 'confidence']);
    assert.deepEqual([first.lang, first.kind, (first.articles as string[])[0]], ['en', 'answer', 'mou.who']);
    assert.deepEqual([swedish.lang, (swedish.articles as string[])[0]], ['sv', 'mou.cost']);
    assert.deepEqual([weather.lang, weather.kind, weather.articles], ['en', 'none', []]);
  });
});

describe('checking the content from the command line', () => {
  it('finds nothing wrong, names overdue reviews by date, and refuses a date it cannot read', () => {
    const good = run('content-check.ts', ['2026-11-23']);
    assert.deepEqual([good.status, good.stderr], [0, '']);
    assert.match(good.stdout, /^62 articles/);
    const late = run('content-check.ts', ['2027-03-01']);
    assert.equal(late.status, 1);
    assert.match(late.stderr, /aeo\.a\.yaml: the review was due 2027-02-23/);
    assert.equal(run('content-check.ts', ['soon']).status, 1);
  });
});
