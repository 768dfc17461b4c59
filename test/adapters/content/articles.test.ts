import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findOverdue } from '../../../src/adapters/content/inspect-articles.js';
import { loadArticles, type Library } from '../../../src/adapters/content/load-articles.js';
import { Fault } from '../../../src/ports/fault.js';
import { articleIds, sourceUrls } from '../../support/known-articles.js';

const root = path.resolve(import.meta.dirname, '../../..');
const languages = ['en', 'sv'] as const;

describe('the articles that are shipped', () => {
  let library: Library;
  before(async () => {
    library = await loadArticles(root);
  });

  it('are the 62 topics, each complete in both languages', () => {
    assert.equal(articleIds.length, 62);
    assert.deepEqual(library.articles.map(({ id }) => id).sort(), [...articleIds].sort());
  });

  it('have 40 wordings a language at least, and 300 questions are out of scope', () => {
    for (const language of languages) {
      const few = library.articles.filter(({ wordings }) => wordings[language].length < 40);
      assert.deepEqual(
        few.map(({ id }) => id),
        [],
        language,
      );
      assert.ok(library.outOfScope[language].length >= 300);
    }
  });

  it('link to known sources only', () => {
    const used = new Set(library.articles.flatMap(({ sources }) => sources.map(({ url }) => url)));
    assert.deepEqual(
      [...used].filter((url) => !sourceUrls.includes(url)),
      [],
    );
  });

  it('are due for review, those on the customs code sooner and with a word on how long they hold', () => {
    for (const { id, validity, reviewed, reviewBy } of library.articles) {
      assert.equal(reviewed, '2026-11-23');
      assert.equal(reviewBy, validity ? '2027-02-23' : '2027-05-23', id);
    }
    assert.ok(library.articles.filter(({ validity }) => validity).length >= 15);
    assert.deepEqual(findOverdue(library.articles, '2027-02-23'), []);
    assert.match(findOverdue(library.articles, '2027-02-24').join('\n'), /aeo\.a\.yaml: the review was due 2027-02-23/);
  });

  it('promise no absolute secrecy and say what is not stated', () => {
    const answer = (id: string) => JSON.stringify(library.articles.find((one) => one.id === id)?.answer);
    assert.match(answer('mou.confidential'), /Nobody can promise that it is absolute/);
    for (const id of ['mou.cost', 'mou.term']) assert.match(answer(id), /not stated by|No fee is stated by/);
    assert.match(answer('rep.emergency'), /"short":"Call 112/);
  });
});

describe('loading articles', () => {
  let copy = '';
  beforeEach(async () => {
    copy = await mkdtemp(path.join(tmpdir(), 'articles-'));
    await cp(path.join(root, 'content'), path.join(copy, 'content'), { recursive: true });
  });
  afterEach(() => rm(copy, { recursive: true }));

  const change = async (file: string, from: string | RegExp, to: string) => {
    const text = await readFile(path.join(copy, 'content', file), 'utf8');
    assert.notEqual(text.replace(from, to), text, `${file} has no ${String(from)}`);
    await writeFile(path.join(copy, 'content', file), text.replace(from, to));
  };
  const faultOf = async (): Promise<string> => {
    try {
      await loadArticles(copy);
    } catch (error) {
      assert.ok(error instanceof Fault && error.code === 'content.wrong');
      return error.message;
    }
    throw new Error('nothing was found wrong');
  };

  it('lists every fault of the files at once', async () => {
    await change('articles/mou.what.yaml', 'tier: seed', 'tier: rumour');
    await change('articles/mou.why.yaml', /reviewed: .*/, 'reviewed: soon');
    await change('articles/aeo.a.yaml', 'https://', 'http://');
    await change('articles/aeo.b.yaml', 'id: aeo.b', 'id: aeo.bb');
    await change('articles/contact.yaml', 'id:', '"');
    await rm(path.join(copy, 'content/synonyms.yaml'));
    const message = await faultOf();
    for (const part of ['mou.what.yaml: tier', 'mou.why.yaml: reviewed', 'aeo.a.yaml: sources.0.url: must be an https'])
      assert.ok(message.includes(part), part);
    assert.match(message, /aeo\.b\.yaml: id: is aeo\.bb/);
    assert.match(message, /contact\.yaml: cannot be read/);
    assert.match(message, /synonyms\.yaml: cannot be read/);
  });

  it('names dead follow-ups and wordings that stand twice or in two places', async () => {
    await change('articles/mou.what.yaml', '- mou.why', '- mou.gone');
    await change(
      'articles/mou.cost.yaml',
      '    - is it free\n',
      '    - is it free\n    - Is it FREE?\n    - what is smt\n',
    );
    await change('out-of-scope.yaml', 'en:\n', 'en:\n  - whom do i contact\n');
    const message = await faultOf();
    assert.match(message, /mou\.what\.yaml: follow-up mou\.gone leads nowhere/);
    assert.match(message, /mou\.cost\.yaml: "Is it FREE\?" stands twice/);
    assert.match(message, /"what is smt" contradicts content\/articles\/mou\.\w+\.yaml/);
    assert.match(message, /out-of-scope\.yaml: "whom do i contact" contradicts content\/articles\/contact\.yaml/);
  });
});
