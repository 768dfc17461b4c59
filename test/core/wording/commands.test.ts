// What holds for the words that people may write instead of pressing a button.
import assert from 'node:assert/strict';
import { content, forms, wording } from '../../cards/every-reply.js';

const vocabularies = content.bundles.map(({ language, vocabulary }) => ({ language, vocabulary }));
const plain = (text: string) => text.toLowerCase().replaceAll('’', "'");

/** Words that stand for more than one thing in `words`. */
function ambiguous(words: Record<string, string[]>): string[] {
  const meanings = new Map<string, Set<string>>();
  for (const [meaning, all] of Object.entries(words)) {
    for (const word of all) meanings.set(plain(word), (meanings.get(plain(word)) ?? new Set()).add(meaning));
  }
  return [...meanings].filter(([, own]) => own.size > 1).map(([word, own]) => `${word}: ${[...own].join(', ')}`);
}

describe('the words for commands', () => {
  it('are there in every language, for every command, language and step', () => {
    const steps = forms.flatMap((form) => form.steps.map(({ id }) => id)).sort();
    for (const { language, vocabulary } of vocabularies) {
      assert.deepEqual(Object.keys(vocabulary.stepNames).sort(), steps, language);
      assert.deepEqual(Object.keys(vocabulary.languages).sort(), [...wording.languages].sort(), language);
      for (const words of Object.values(vocabulary.commands)) assert.ok(words.length > 0, language);
      for (const option of ['yes', 'no', 'unknown', 'anonymous', 'contact']) {
        assert.ok(vocabulary.options[option]?.length, `${language} ${option}`);
      }
    }
  });

  it('mean one thing only, across all languages', () => {
    const { commands, languages, stepNames, edit } = wording.commands('en');
    assert.deepEqual(ambiguous({ ...commands, ...languages }), []);
    assert.deepEqual(ambiguous(stepNames), []);
    assert.deepEqual(ambiguous({ ...commands, ...languages, edit }), []);
  });

  it('mean one thing only among the options of a question', () => {
    const { options } = wording.commands('en');
    for (const slot of forms.flatMap((form) => form.steps.flatMap((step) => step.slots))) {
      if (slot.kind !== 'choice' && slot.kind !== 'choices') continue;
      const own = slot.options.map((option): [string, string[]] => {
        const titles = wording.languages.map((language) =>
          wording.text(language, `form.report.option.${slot.id}.${option}`),
        );
        return [option, [...titles, ...(options[option] ?? [])]];
      });
      assert.deepEqual(ambiguous(Object.fromEntries(own)), [], slot.id);
    }
  });

  it('are no answers: a yes, a no or a sign is never a command', () => {
    const { commands, languages, options } = wording.commands('en');
    const taken = new Set([...Object.values(commands), ...Object.values(languages)].flat().map(plain));
    assert.deepEqual(
      Object.values(options)
        .flat()
        .filter((word) => taken.has(plain(word))),
      [],
    );
  });

  it('send nothing by an easy word', () => {
    const { confirm } = wording.commands('en').commands;
    for (const word of ['yes', 'ok', 'ja', 'next', 'done', 'klar', 'y', 'j']) assert.ok(!confirm.includes(word), word);
  });

  it('know every step by the name that the review gives it', () => {
    for (const { id: form, steps } of forms) {
      for (const { id } of steps) {
        for (const language of wording.languages) {
          const name = wording.text(language, `form.${form}.step.${id}.name`).toLowerCase();
          assert.ok(wording.commands(language).stepNames[id]?.includes(name), `${language} ${id}: ${name}`);
        }
      }
    }
  });

  it('know every indicator by its id', () => {
    for (const { id } of content.indicators) assert.ok(wording.commands('sv').options[id]?.includes(id.toLowerCase()));
  });
});
