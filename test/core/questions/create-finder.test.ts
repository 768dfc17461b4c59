import assert from 'node:assert/strict';
import type { Findable } from '../../../src/core/questions/article.js';
import { createConcepts } from '../../../src/core/questions/concepts.js';
import { createFinder } from '../../../src/core/questions/create-finder.js';
import { foldText } from '../../../src/core/questions/fold-text.js';
import { judge } from '../../../src/core/questions/judge.js';

const articles: Findable[] = [
  { id: 'cost', wordings: { en: ['what does it cost', 'is there a fee'], sv: ['vad kostar det', 'är det gratis'] } },
  { id: 'leave', wordings: { en: ['can we leave', 'how do we cancel'], sv: ['kan vi säga upp', 'hur slutar vi'] } },
];
const outOfScope = {
  en: ['will it rain tomorrow', 'football results', 'tell me a joke'],
  sv: ['blir det regn i morgon', 'fotbollsresultat', 'berätta ett skämt'],
};
const synonyms = { cost: ['cost*', 'fee', 'price*', 'kostar', 'pris*', 'gratis', 'what we owe'] };
const finder = createFinder(articles, outOfScope, synonyms);

describe('the finder', () => {
  it('finds an article by its wordings, slips and all, in either language', () => {
    for (const text of ['what does it cost', 'VAD KOSTAR DET?', 'ar det gratis']) {
      const { kind, articles: found } = finder.ask(text, null);
      assert.deepEqual([kind, found[0]], ['answer', 'cost'], text);
    }
  });

  it('finds by meaning what shares no word with a wording', () => {
    assert.equal(finder.ask('priset?', null).articles[0], 'cost');
    assert.equal(finder.ask('what we owe', null).articles[0], 'cost');
  });

  it('does not know what is not its business, nor what says nothing', () => {
    for (const text of ['will it rain', 'fotbollsresultat i går', '', '   ', '???', '🙂', '漢字']) {
      assert.deepEqual([finder.ask(text, null).kind, finder.ask(text, null).articles], ['none', []], text);
    }
  });

  it('detects the language of each message, and believes whoever names it', () => {
    assert.equal(finder.ask('vad kostar det', null).language, 'sv');
    assert.equal(finder.ask('what does it cost', null).language, 'en');
    assert.equal(finder.ask('what does it cost', 'sv').language, 'sv');
  });

  it('answers the same to the same, and a novel without delay', () => {
    assert.deepEqual(createFinder(articles, outOfScope, synonyms).score('any fee'), finder.score('any fee'));
    assert.ok(finder.ask('what does it cost '.repeat(50_000), null).confidence <= 1);
  });

  it('finds the nearest wordings alone among thousands of articles', () => {
    const many = Array.from({ length: 600 }, (_, n) => ({
      id: `topic.${n}`,
      wordings: { en: [`question about thing${n} number${n}`], sv: [`fråga om sak${n} nummer${n}`] },
    }));
    assert.equal(createFinder(many, outOfScope, {}).ask('thing17 number17', 'en').articles[0], 'topic.17');
  });
});

describe('judging scores', () => {
  const ranked = [
    { id: 'a', score: 0.1 },
    { id: 'b', score: 0.095 },
    { id: 'c', score: 0.05 },
    { id: 'd', score: 0.001 },
  ];
  it('offers two to four when the best are close and weak, the best with two more otherwise', () => {
    assert.deepEqual(judge(ranked, 0), { kind: 'clarify', articles: ['a', 'b', 'c'], confidence: 0.1 });
    const sure = [{ id: 'a', score: 0.8 }, ...ranked.slice(1)];
    assert.deepEqual(judge(sure, 0.1), { kind: 'answer', articles: ['a', 'b', 'c'], confidence: 0.8 });
    assert.deepEqual(judge(sure, 0.9).kind, 'none');
    assert.deepEqual(judge([], 1), { kind: 'none', articles: [], confidence: 1 });
  });
});

describe('folding and meaning', () => {
  it('makes spellings equal and keeps numbers whole', () => {
    assert.deepEqual(foldText('Överenskommelse, A.E.O.!'), ['overenskommelse', 'aeo']);
    assert.deepEqual(foldText("What's 90 114?"), ['whats', '90114']);
  });

  it('knows whole words, beginnings and phrases, and nothing from the prototype', () => {
    const concepts = createConcepts({ leave: ['säga upp', 'terminat*'], other: ['tull'] });
    assert.deepEqual(concepts(foldText('kan vi säga upp det')), ['leave']);
    assert.deepEqual(concepts(foldText('termination')), ['leave']);
    assert.deepEqual(concepts(foldText('tullen constructor __proto__')), []);
  });
});
