import assert from 'node:assert/strict';
import type { Bundle } from '../../../src/core/wording/bundle.js';
import { createWording } from '../../../src/core/wording/wording.js';

const words = { back: [], skip: [], cancel: [], help: [], repeat: [], review: [], confirm: [] };
const more = { menu: [], report: [], question: [], comeback: [], erase: [], saved: [] };

const bundle = (language: string, messages: Record<string, string>, more_: Partial<Bundle> = {}): Bundle => ({
  language,
  messages,
  vocabulary: { commands: { ...words, ...more }, languages: {}, edit: [], stepNames: {}, options: {} },
  facts: { tipLine: '90 114' },
  ...more_,
});
const english = bundle('en', {
  hello: 'Hello {name}',
  call: 'Call {tipLine}',
  files: '{count, plural, one {# file} other {# files}}',
  only: 'Only in English',
});

describe('the wording', () => {
  it('fills in facts and arguments, and counts', () => {
    const { text } = createWording([english]);
    assert.equal(text('en', 'call'), 'Call 90 114');
    assert.equal(text('en', 'hello', { name: 'Åsa' }), 'Hello Åsa');
    assert.deepEqual(
      [1, 2].map((count) => text('en', 'files', { count })),
      ['1 file', '2 files'],
    );
  });

  it('reads no argument as a sentence', () => {
    const { text } = createWording([english]);
    assert.equal(text('en', 'hello', { name: "{tipLine} '{' <b>" }), "Hello {tipLine} '{' <b>");
  });

  it('says in English what a language lacks, and tells whoever wants to know', () => {
    const heard: string[] = [];
    const wording = createWording([english, bundle('sv', { hello: 'Hej {name}' })], (language, key) =>
      heard.push(`${language} ${key}`),
    );
    assert.equal(wording.text('sv', 'only'), 'Only in English');
    assert.equal(wording.text('sv', 'hello', { name: 'du' }), 'Hej du');
    assert.deepEqual(heard, ['sv only']);
    assert.deepEqual(wording.missing('sv'), ['call', 'files', 'only']);
    assert.deepEqual(wording.missing('en'), []);
    assert.deepEqual(wording.missing('xx').length, 4);
    assert.deepEqual(
      [wording.has('sv', 'only'), wording.has('en', 'only'), wording.has('xx', 'only')],
      [false, true, false],
    );
  });

  it('never shows a raw key', () => {
    const { text } = createWording([english]);
    assert.equal(text('en', 'no.such.key'), '…');
    assert.equal(text('xx', 'no.such.key'), '…');
    assert.equal(text('en', 'toString'), '…');
  });

  it('outlives an argument that nobody filled in', () => {
    const { text } = createWording([english, bundle('sv', { only: 'Bara {tipLine}' })]);
    assert.equal(text('en', 'hello'), '…');
    assert.equal(text('sv', 'only'), 'Bara 90 114');
  });

  it('speaks English where it does not know the language', () => {
    const { text, commands } = createWording([english]);
    assert.equal(text('xx', 'call'), 'Call 90 114');
    assert.deepEqual(commands('xx'), commands('en'));
  });

  it('refuses what it cannot read, all at once', () => {
    const broken = bundle('sv', { hello: 'Hej {namn}', call: 'Ring {', files: '{count, plural, one {x}' });
    assert.throws(
      () => createWording([english, broken]),
      (error: Error) =>
        error.message.includes('content/wording/sv: hello: the English sentence has no {namn}') &&
        error.message.includes('content/wording/sv: call: not ICU') &&
        error.message.includes('content/wording/sv: files: not ICU'),
    );
    assert.throws(() => createWording([bundle('sv', {})]), /content\/wording\/en/);
  });

  it('knows the words of all languages in each, its own first', () => {
    const vocabulary = (help: string[], place: string[]): Bundle['vocabulary'] => ({
      ...english.vocabulary,
      commands: { ...words, ...more, help },
      stepNames: { where: place },
      edit: help,
      languages: { en: help },
      options: { yes: place },
    });
    const wording = createWording([
      bundle('en', {}, { vocabulary: vocabulary(['help', 'both'], ['place']) }),
      bundle('sv', {}, { vocabulary: vocabulary(['hjälp', 'both'], ['plats']) }),
    ]);
    assert.deepEqual(wording.commands('en').commands.help, ['help', 'both', 'hjälp']);
    assert.deepEqual(wording.commands('sv').commands.help, ['hjälp', 'both', 'help']);
    assert.deepEqual(wording.commands('sv').stepNames, { where: ['plats', 'place'] });
    assert.deepEqual(wording.commands('sv').edit, ['hjälp', 'both', 'help']);
    assert.equal(wording.commands('sv'), wording.commands('sv'));
    assert.deepEqual(wording.languages, ['en', 'sv']);
  });
});
