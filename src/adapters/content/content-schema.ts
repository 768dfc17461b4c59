// What the files of content/ and cards/ must look like. It says what is wrong in words that a person without code can act on.
import { z } from 'zod';
import type { Authority } from '../../core/wording/authority.js';
import type { Vocabulary } from '../../core/wording/bundle.js';

const line = z.string('write a text in quotes').trim().min(1, 'write something here');
const localised = z.union([line, z.object({ en: line }).catchall(line)], 'write a text, or one per language with en');
const fact = z.strictObject({ text: localised, source: line });
const phone = fact.extend({ dial: z.string().regex(/^\+?\d{2,15}$/, 'write digits only, + first if international') });
const link = fact.extend({ url: localised });

export const authorityFile = z.strictObject({
  names: z.strictObject({ authority: fact, programme: fact, programmeShort: fact }),
  phones: z.strictObject({
    emergency: phone,
    tipLine: phone,
    police: phone,
    switchboard: phone,
    switchboardAbroad: phone,
  }),
  mails: z.strictObject({ programmeMail: fact, generalMail: fact }),
  links: z.strictObject({ tipForm: link, programmePage: link }),
}) satisfies z.ZodType<Authority>;

const translated = z.object({ id: line, en: line });
export const indicatorsFile = z.strictObject({
  groups: z
    .array(
      translated
        .extend({ indicators: z.array(translated.extend({ source: line }).catchall(line)) })
        .catchall(z.unknown()),
    )
    .min(1),
});
export type IndicatorsFile = z.infer<typeof indicatorsFile>;

/** An Adaptive Card with `${…}` of adaptivecards-templating. */
export const cardTemplate = z.looseObject({
  type: z.literal('AdaptiveCard'),
  version: z.literal('1.5', 'version must be exactly "1.5": Teams shows no newer cards'),
  body: z.array(z.unknown()).min(1),
});
export type CardTemplate = z.infer<typeof cardTemplate>;

const words = z
  .array(line.refine((word) => word === word.toLowerCase(), 'write the words in lower case'))
  .min(1, 'give at least one word');
export const vocabularyFile = z.strictObject({
  commands: z.strictObject({
    back: words,
    skip: words,
    cancel: words,
    help: words,
    repeat: words,
    review: words,
    confirm: words,
    menu: words,
    report: words,
    question: words,
    comeback: words,
    erase: words,
    saved: words,
  }),
  languages: z.record(line, words),
  edit: words,
  stepNames: z.record(line, words),
  options: z.record(line, words),
}) satisfies z.ZodType<Vocabulary>;

/** Stands in where a language's words could not be read, so that the other faults can still be listed. */
export const emptyVocabulary: Vocabulary = {
  commands: {
    back: [],
    skip: [],
    cancel: [],
    help: [],
    repeat: [],
    review: [],
    confirm: [],
    menu: [],
    report: [],
    question: [],
    comeback: [],
    erase: [],
    saved: [],
  },
  languages: {},
  edit: [],
  stepNames: {},
  options: {},
};
