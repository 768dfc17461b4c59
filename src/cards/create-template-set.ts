// Compiles the templates of /cards once and binds data to them. What a person wrote travels as data only: it is never read as a
// template, so `${…}` in an answer comes out as it was typed.
// the package's own entry has types that do not compile; this is the part of it that we use
import { Template } from 'adaptivecards-templating/lib/template-engine.js';

export type Card = Record<string, unknown>;

const names = ['notice', 'ask', 'answered', 'review', 'receipt', 'say'] as const;
export type TemplateName = (typeof names)[number];

export interface TemplateSet {
  /** Every field that the template names must be in `data`: a missing one would show as `${name}`. */
  bind: (name: TemplateName, data: Record<string, unknown>) => Card;
}

/** Throws an Error that names what is missing. */
export function createTemplateSet(templates: Record<string, unknown>): TemplateSet {
  const missing = names.filter((name) => templates[name] === undefined);
  if (missing.length > 0) throw new Error(`Put these back into the folder cards: ${missing.join('.json, ')}.json`);
  const compiled = new Map(names.map((name) => [name, new Template(templates[name])]));
  return { bind: (name, data) => compiled.get(name)?.expand({ $root: data }) as Card };
}
