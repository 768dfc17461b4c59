// Makes the lexicon from the wording: commands, step names and options in the words of every language, plus the options' own labels.
import type { Action } from '../core/chat/message.js';
import type { Form } from '../core/dialogue/flow.js';
import { normalise, type Lexicon } from '../core/understanding/lexicon.js';
import type { CommandName } from '../core/wording/bundle.js';
import type { Wording } from '../core/wording/wording.js';

const actionOf: Record<CommandName, Action | 'repeat'> = {
  back: 'step.back',
  skip: 'step.skip',
  cancel: 'form.cancel',
  help: 'form.help',
  repeat: 'repeat',
  review: 'form.review',
  confirm: 'review.confirm',
  menu: 'menu.show',
  report: 'report.start',
  question: 'question.start',
  comeback: 'comeback.start',
  erase: 'data.erase',
  saved: 'receipt.saved',
};

const entries = <T>(words: Record<string, string[]>, to: (name: string) => T): [string, T][] =>
  Object.entries(words).flatMap(([name, phrases]) =>
    phrases.map((phrase): [string, T] => [normalise(phrase), to(name)]),
  );

/** A phrase that stands for two things goes to the first; a test of the content finds such phrases. */
export function lexiconOf(wording: Wording, forms: Form[]): Lexicon {
  const vocabulary = wording.commands(wording.languages[0] ?? 'en');
  const first = <T>(all: [string, T][]) => Object.fromEntries(all.reverse()) as Record<string, T>;
  const slots = forms.flatMap((form) => form.steps.flatMap((step) => step.slots.map((slot) => ({ form, slot }))));
  const options = slots.flatMap(({ form, slot }) => {
    if (slot.kind !== 'choice' && slot.kind !== 'choices') return [];
    const words = slot.options.flatMap((option): [string, string][] => {
      const key = `form.${form.id}.option.${slot.id}.${option}`;
      const labels = wording.languages.filter((language) => wording.has(language, key));
      return [...labels.map((language) => wording.text(language, key)), ...(vocabulary.options[option] ?? [])].map(
        (phrase) => [normalise(phrase), option],
      );
    });
    return [[slot.id, first(words)] as const];
  });
  return {
    commands: first([
      ...entries(vocabulary.commands, (name) => actionOf[name as CommandName]),
      ...entries(vocabulary.languages, (language) => `language.${language}` as Action),
    ]),
    edit: vocabulary.edit.map(normalise),
    steps: first(entries(vocabulary.stepNames, (step) => step)),
    options: Object.fromEntries(options),
  };
}
