// What holds for the sentences that are shipped, in every language.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';
import { requiredKeys } from '../../../src/cards/required-keys.js';
import { actions } from '../../../src/core/chat/message.js';
import { messageArguments } from '../../../src/core/wording/message-arguments.js';
import { content, forms, wording } from '../../cards/every-reply.js';

const folder = path.resolve(import.meta.dirname, '../../../content/wording');
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => ({ name, text: readFileSync(path.join(folder, name), 'utf8') }));
const sentences = content.bundles.flatMap(({ language, messages }) =>
  Object.entries(messages).map(([key, message]) => ({ language, key, message })),
);
const [english] = content.bundles;
const shown = (all: { language: string; key: string }[]) => all.map(({ language, key }) => `${language} ${key}`);

describe('every sentence', () => {
  it('exists in every language', () => {
    assert.ok(wording.languages.length >= 2 && sentences.length > 700);
    for (const language of wording.languages) assert.deepEqual(wording.missing(language), [], language);
  });

  it('takes the same arguments in every language, facts apart', () => {
    const own = (message: string, facts: Record<string, string>) =>
      messageArguments(new IntlMessageFormat(message, 'en', undefined, { ignoreTag: true })).filter(
        (argument) => !(argument in facts),
      );
    for (const { language, messages, facts } of content.bundles) {
      for (const [key, message] of Object.entries(messages)) {
        assert.deepEqual(own(message, facts), own(english?.messages[key] ?? '', facts), `${language} ${key}`);
      }
    }
  });

  it('is there for every step, slot, option, action, problem and card', () => {
    for (const language of wording.languages) {
      assert.deepEqual(
        requiredKeys(forms).filter((key) => !wording.has(language, key)),
        [],
        language,
      );
    }
  });

  it('is used: no key stands there for nothing', () => {
    const needed = new Set(requiredKeys(forms));
    const slots = forms.flatMap((form) =>
      form.steps.flatMap((step) => step.slots.map(({ id }) => `${form.id}.slot.${id}`)),
    );
    const steps = forms.flatMap((form) => form.steps.map(({ id }) => `${form.id}.step.${id}`));
    const optional = [...slots.map((slot) => `form.${slot}.placeholder`), ...steps.map((step) => `form.${step}.hint`)];
    const unused = Object.keys(english?.messages ?? {}).filter((key) => !needed.has(key) && !optional.includes(key));
    assert.deepEqual(unused, []);
  });

  it('writes no number, address or name of the authority itself: those are data', () => {
    const facts = content.bundles.flatMap((bundle) =>
      Object.entries(bundle.facts)
        .filter(([name]) => name !== 'emergency')
        .map(([, text]) => text),
    );
    for (const { name, text } of files) {
      for (const fact of facts) assert.ok(!text.includes(fact), `${name}: ${fact}`);
      assert.doesNotMatch(text, /tullverket|swedish customs/i, name);
      assert.doesNotMatch(text, /@[a-z]|https?:|www\.|\b\w+\.(se|com|eu)\b/i, name);
      const undated = text.replaceAll(/\d{4}-\d{2}-\d{2}( \d{2}:\d{2})?/g, '');
      assert.doesNotMatch(undated, /\b112\b|\+\d|\b0\d{1,3}[- ]\d|\b\d{2,3} \d{2,3}\b/, name);
    }
  });

  it('promises nothing that nobody can hold', () => {
    const promises =
      /guarante|garanter|full(y|ständig)? anonym|total(t|ly)? anonym|complete(ly)? anonym|helt anonym|100 ?%|absolut|untraceable|kan inte spåras|never be found|fullständig(t)? (säker|anonym)/i;
    assert.deepEqual(shown(sentences.filter(({ message }) => promises.test(message))), []);
    for (const { name, text } of files) assert.doesNotMatch(text, promises, name);
  });

  it('never asks anyone to investigate', () => {
    const asks = /(?<!not |not to )\b(investigate|look into it|find out more|take a closer look)\b/gi;
    const allowed = /do not investigate|do not look into|not try to find out|please do not/i;
    const wrong = sentences.filter(
      ({ language, message }) => language === 'en' && asks.test(message) && !allowed.test(message),
    );
    assert.deepEqual(shown(wrong), []);
    assert.match(
      english?.messages['form.report.step.what.help'] ?? '',
      /do not investigate, follow or confront anyone/,
    );
    assert.match(
      content.bundles[1]?.messages['form.report.step.what.help'] ?? '',
      /Undersök inte saken, följ inte efter/,
    );
  });

  it('holds no Markdown, no tags and no template', () => {
    const marks = /[*_`~<>[\]\\$]|^[#>-]|^\d+\./m;
    assert.deepEqual(shown(sentences.filter(({ message }) => marks.test(message))), []);
  });

  it('is one that ends, where it is a sentence', () => {
    const isSentence = ({ key }: { key: string }) =>
      /^form.*\.(question|hint|help)$|^(dialogue|problem|data|turn|urgent)\./.test(key);
    assert.deepEqual(shown(sentences.filter((one) => isSentence(one) && !/[.?)}]$/.test(one.message))), []);
  });

  it('gives an example in every help, and says why', () => {
    for (const { language, key, message } of sentences) {
      if (!key.includes('.step.') || !key.endsWith('.help') || key.startsWith('form.comeback')) continue;
      assert.match(message, language === 'sv' ? /Exempel: / : /Example: /, `${language} ${key}`);
      assert.ok(message.length < 700, `${language} ${key} is long`);
    }
  });

  it('fits on a button, where it is one', () => {
    const titles = sentences.filter(({ key }) => key.startsWith('action.'));
    assert.equal(titles.length, actions.length * wording.languages.length);
    assert.deepEqual(shown(titles.filter(({ message }) => message.length > 24)), []);
  });

  it('says the truths of the receipt and the failure', () => {
    const says = (key: string, pattern: RegExp) => assert.match(wording.text('en', key), pattern, key);
    says('receipt.kept', /^Your report is kept and is being forwarded to customs\.$/);
    says('turn.failed', /is kept/);
    says('data.erased', /already sent is not called back/);
    says(
      'question.notYet',
      /cannot answer questions yet[^]*0771-520 520[^]*\+46 771 520 520[^]*smt@tullverket\.se[^]*90 114/,
    );
    says('danger.first', /call 112 now\. Then call the tip line 90 114\./);
    says('dialogue.reportsClosed', /90 114/);
    says('page.noscript', /90 114.*112/);
    assert.match(wording.text('sv', 'danger.first'), /ring 112 nu\. Ring sedan tipstelefonen 90 114\./);
    assert.equal(wording.text('en', 'page.intro').split('. ').length, 3);
    assert.equal(wording.text('sv', 'page.intro').split('. ').length, 3);
  });
});
