// Reads content/ and cards/ from disk, once, at start. It refuses to go on with anything missing or malformed, and lists every
// fault at once, so that whoever edits content mends it in one round.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Authority } from '../../core/wording/authority.js';
import type { Bundle } from '../../core/wording/bundle.js';
import type { Indicator } from '../../core/wording/indicator.js';
import { Fault } from '../../ports/fault.js';
import { authorityFile, cardTemplate, indicatorsFile, type CardTemplate } from './content-schema.js';
import { factsFor } from './facts-for.js';
import { readBundle, type SourceFile } from './read-bundle.js';
import { readIndicators } from './read-indicators.js';

export interface Content {
  bundles: Bundle[];
  authority: Authority;
  indicators: Indicator[];
  /** By file name without `.json`. */
  templates: Record<string, CardTemplate>;
}

const english = 'en';

/** `root` holds the folders content and cards. Throws Fault `content.wrong` with a line for each fault: file, place, what to do. */
export async function loadContent(root: string): Promise<Content> {
  const faults: string[] = [];

  async function read(path: string, parser: (text: string) => unknown): Promise<unknown> {
    try {
      return parser(await readFile(join(root, path), 'utf8'));
    } catch (error) {
      faults.push(`${path}: cannot be read (${error instanceof Error ? error.message.split('\n')[0] : 'unknown'})`);
      return null;
    }
  }
  async function list(path: string, ending: string): Promise<string[]> {
    try {
      const names = await readdir(join(root, path));
      return names.filter((name) => name.endsWith(ending) && !name.startsWith('.')).sort();
    } catch {
      faults.push(`${path}: there is no such folder; put it back`);
      return [];
    }
  }
  const check = <T>(path: string, schema: { safeParse: (value: unknown) => Parsed<T> }, value: unknown): T | null => {
    if (value === null) return null;
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues) faults.push(`${path}: ${issue.path.join('.') || 'top'}: ${issue.message}`);
    return null;
  };

  const authorityPath = 'content/authority.yaml';
  const authority = check(authorityPath, authorityFile, await read(authorityPath, parse));
  const indicatorsPath = 'content/indicators.yaml';
  const groups = check(indicatorsPath, indicatorsFile, await read(indicatorsPath, parse));
  const indicators = groups ? readIndicators(groups, (fault) => faults.push(`${indicatorsPath}: ${fault}`)) : [];

  const templates: Record<string, CardTemplate> = {};
  for (const name of await list('cards', '.json')) {
    const template = check(`cards/${name}`, cardTemplate, await read(`cards/${name}`, JSON.parse));
    if (template) templates[name.slice(0, -'.json'.length)] = template;
  }

  const bundles: Bundle[] = [];
  const languages = await list('content/wording', '');
  if (!languages.includes(english)) faults.push('content/wording/en: English is needed; put the folder back');
  for (const language of languages.sort((one, other) => Number(other === english) - Number(one === english))) {
    const folder = `content/wording/${language}`;
    const files: SourceFile[] = [];
    for (const name of await list(folder, '.yaml')) {
      files.push({ path: `${folder}/${name}`, content: await read(`${folder}/${name}`, parse) });
    }
    const facts = authority ? factsFor(authority, language) : {};
    bundles.push(
      readBundle(language, files, { facts, indicators, english: bundles[0] ?? null }, (fault) => faults.push(fault)),
    );
  }

  if (faults.length > 0 || !authority) {
    throw new Fault('content.wrong', `The content cannot be used. Mend each line:\n${faults.join('\n')}`);
  }
  return { bundles, authority, indicators, templates };
}

type Parsed<T> =
  { success: true; data: T } | { success: false; error: { issues: { path: PropertyKey[]; message: string }[] } };
