// What an article, the out-of-scope questions and the synonyms must look like, said in words that a person without code can act on.
import { z } from 'zod';
import type { Article, OutOfScope, Synonyms } from '../../core/questions/article.js';

const line = z.string('write a text in quotes').trim().min(1, 'write something here');
const both = <T extends z.ZodType>(schema: T) => z.strictObject({ en: schema, sv: schema });
const day = z.iso.date('write a date as 2026-11-23');
const lines = z.array(line);

export const articleFile = z.strictObject({
  id: z.string().regex(/^[a-z]+(\.[a-z]+)*$/, 'an id is words in lower case with dots between, such as mou.what'),
  tier: z.enum(['seed', 'tv', 'law', 'other', 'none']),
  title: both(line),
  answer: both(z.strictObject({ short: line, details: lines.default([]) })),
  sources: z
    .array(z.strictObject({ name: line, url: z.url({ protocol: /^https$/, error: 'must be an https address' }) }))
    .min(1, 'name at least one source'),
  reviewed: day,
  reviewBy: day,
  validity: both(line).nullable().default(null),
  followUps: lines.default([]),
  audience: z.enum(['everybody', 'coordinators']),
  wordings: both(lines.min(1, 'write how people ask for this')),
}) satisfies z.ZodType<Article>;

export const outOfScopeFile = both(lines) satisfies z.ZodType<OutOfScope>;

export const synonymsFile = z.record(line, lines.min(2, 'a group has two words or more')) satisfies z.ZodType<Synonyms>;
