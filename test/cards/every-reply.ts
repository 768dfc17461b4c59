// The real content and a list of every kind of reply that the bot can make, for tests that must hold for all of them.
import path from 'node:path';
import { loadContent } from '../../src/adapters/content/load-content.js';
import { createCardBuilder, type CardBuilder } from '../../src/cards/create-card-builder.js';
import type { DrawContext, Drawn, Reply } from '../../src/core/chat/message.js';
import type { Answers, FileValue, Form, Slot, Step, Value } from '../../src/core/dialogue/flow.js';
import type { Ask, Problem, Review } from '../../src/core/dialogue/reply.js';
import { comebackForm, reportForm } from '../../src/core/reports/report-form.js';
import { createWording } from '../../src/core/wording/wording.js';

export const content = await loadContent(path.resolve(import.meta.dirname, '../..'));
/** Throws where a person would be spoken to in another language. */
export const wording = createWording(content.bundles, (language, key) => {
  throw new Error(`${language} cannot say ${key}`);
});
export const forms: Form[] = [reportForm(content.indicators.map(({ id }) => id)), comebackForm];

export const builderOf = (isDemonstration = false): CardBuilder =>
  createCardBuilder({
    wording,
    authority: content.authority,
    forms,
    templates: content.templates,
    isDemonstration,
  });

export const receipt = '40718832905561237';
export const contextOf = (language: string, channel: DrawContext['channel'] = 'web'): DrawContext => ({
  language,
  channel,
  receipt,
});

export const fileOf = (name: string): FileValue => ({
  blob: 'blob-canary',
  name,
  type: 'image/jpeg',
  length: 2048,
  sha256: 'sha-canary',
  key: 'AGE-SECRET-KEY-CANARY',
});

/** An answer to any slot; `text` is what a person writes where they may write. */
export function valueFor(slot: Slot, text: string): Value {
  switch (slot.kind) {
    case 'text':
      return text.slice(0, slot.max);
    case 'list':
      return [text.slice(0, slot.max), text.slice(0, slot.max)];
    case 'moment':
      return '2026-05-12T22:30';
    case 'choice':
      return slot.options[0] ?? '';
    case 'choices':
      return slot.options.slice(0, 3);
    case 'files':
      return [fileOf(text.slice(0, 100))];
    case 'receipt':
      return receipt;
  }
}

export const answersTo = (step: Step, text: string): Answers =>
  Object.fromEntries(step.slots.map((slot) => [slot.id, valueFor(slot, text)]));

export const stepOf = (form: string, step: string): Step => {
  const found = forms.find(({ id }) => id === form)?.steps.find(({ id }) => id === step);
  if (!found) throw new Error(`no step ${step}`);
  return found;
};

export function askOf(form: string, step: string, more: Partial<Ask> = {}): Ask {
  const isRequired = stepOf(form, step).slots.some((slot) => slot.isRequired);
  const progress = { number: 3, of: 20 };
  const base = { kind: 'ask' as const, form, step, rev: 7, values: {}, context: {}, problems: [], times: 1 };
  return { ...base, isRequired, canGoBack: true, progress, ...more };
}

export function reviewOf(text: string, open: string[] = ['craft', 'planned']): Review {
  const steps = forms[0]?.steps.filter(({ id }) => !open.includes(id)) ?? [];
  const given = steps.map((step) => ({ step: step.id, answers: answersTo(step, text) }));
  return { kind: 'review', form: 'report', rev: 30, given, open };
}

const problemsOf = (step: Step): Problem[] =>
  step.slots.flatMap(({ id }) => [
    { slot: id, code: 'required' as const },
    { slot: id, code: 'tooShort' as const },
    { slot: id, code: 'tooLong' as const, params: { max: 12 } },
    { slot: id, code: 'notADate' as const },
  ]);

/** Every reply kind, every step of every form, with and without answers, problems and repetition. */
export function everyReply(): { name: string; reply: Reply }[] {
  const perStep = forms.flatMap((form) =>
    form.steps.flatMap((step): { name: string; reply: Reply }[] => {
      const answers = answersTo(step, 'plain words');
      const name = `${form.id} ${step.id}`;
      const answered = { kind: 'answered' as const, form: form.id, step: step.id };
      return [
        { name: `ask ${name}`, reply: askOf(form.id, step.id) },
        { name: `ask ${name} filled`, reply: askOf(form.id, step.id, { values: answers, canGoBack: false }) },
        { name: `ask ${name} again`, reply: askOf(form.id, step.id, { problems: problemsOf(step), times: 3 }) },
        { name: `answered ${name}`, reply: { ...answered, outcome: 'answered', answers } },
        { name: `skipped ${name}`, reply: { ...answered, outcome: 'skipped', answers: {} } },
        { name: `left ${name}`, reply: { ...answered, outcome: 'left', answers: {} } },
        { name: `help ${name}`, reply: { kind: 'say', key: `form.${form.id}.step.${step.id}.help` } },
      ];
    }),
  );
  const booleans = [true, false];
  const welcomes = booleans.flatMap((takesReports) =>
    booleans.map((isAgain): { name: string; reply: Reply } => ({
      name: `welcome${isAgain ? ' again' : ''}${takesReports ? '' : ' closed'}`,
      reply: { kind: 'welcome', isDemonstration: false, takesReports, isAgain },
    })),
  );
  const statuses = (['kept', 'taken', 'unknown'] as const).map((status): { name: string; reply: Reply } => ({
    name: `status ${status}`,
    reply: { kind: 'status', status },
  }));
  return [
    ...perStep,
    ...welcomes,
    ...statuses,
    { name: 'review', reply: reviewOf('plain words') },
    { name: 'review with nothing open', reply: reviewOf('plain words', []) },
    { name: 'review with little', reply: { kind: 'review', form: 'report', rev: 2, given: [], open: ['where'] } },
    { name: 'sent', reply: { kind: 'answered', form: 'report', step: null, outcome: 'sent', answers: {} } },
    { name: 'receipt', reply: { kind: 'receipt', isDemonstration: false, isUrgent: false } },
    { name: 'receipt urgent', reply: { kind: 'receipt', isDemonstration: false, isUrgent: true } },
    { name: 'danger', reply: { kind: 'danger' } },
    { name: 'say', reply: { kind: 'say', key: 'dialogue.menu', actions: ['report.start', 'comeback.start'] } },
  ];
}

export interface Case {
  name: string;
  language: string;
  reply: Reply;
  drawn: Drawn;
}

/** All of them drawn, in every language, for both channels, in earnest and as a demonstration. */
export function everyDrawing(): Case[] {
  return [true, false].flatMap((isDemonstration) => {
    const { draw } = builderOf(isDemonstration);
    return wording.languages.flatMap((language) =>
      (['web', 'teams'] as const).flatMap((channel) =>
        everyReply().map(({ name, reply }) => ({
          name: `${name} (${language}, ${channel}${isDemonstration ? ', demonstration' : ''})`,
          language,
          reply,
          drawn: draw(reply, contextOf(language, channel)),
        })),
      ),
    );
  });
}
