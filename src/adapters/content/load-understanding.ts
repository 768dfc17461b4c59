// Reads the word lists of understanding from disk, once. It refuses to go on with anything missing or malformed and lists every fault
// at once, so that whoever edits them mends it in one round.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Knowledge, LanguageWords } from '../../core/understanding/knowledge.js';
import { Fault } from '../../ports/fault.js';
import { phraseProblem } from './phrase-problem.js';
import { languageFile, placesFile } from './understanding-schema.js';

const placesPath = 'content/places.yaml';
const folder = 'content/understanding';

/** `root` holds the folder content. Throws Fault `content.wrong` with a line for each fault: file, place, what to do. */
export async function loadUnderstanding(root: string): Promise<Knowledge> {
  const faults: string[] = [];

  async function read(path: string): Promise<unknown> {
    try {
      return parse(await readFile(join(root, path), 'utf8'));
    } catch (error) {
      faults.push(`${path}: cannot be read (${error instanceof Error ? error.message.split('\n')[0] : 'unknown'})`);
      return null;
    }
  }
  const say = (path: string, issues: { path: PropertyKey[]; message: string }[]) => {
    for (const issue of issues) faults.push(`${path}: ${issue.path.join('.') || 'top'}: ${issue.message}`);
  };

  async function readLanguage(name: string): Promise<LanguageWords | null> {
    const path = `${folder}/${name}`;
    const content = await read(path);
    if (content === null) return null;
    const parsed = languageFile.safeParse(content);
    if (!parsed.success) {
      say(path, parsed.error.issues);
      return null;
    }
    for (const [topic, labels] of Object.entries(parsed.data.phrases)) {
      for (const [label, weighted] of Object.entries(labels)) {
        for (const phrase of Object.values(weighted).flat()) {
          const problem = phraseProblem(phrase, parsed.data.classes);
          if (problem !== null) faults.push(`${path}: phrases.${topic}.${label}: "${phrase}": ${problem}`);
        }
      }
    }
    return { language: name.slice(0, -'.yaml'.length), ...parsed.data };
  }

  const names = await readdir(join(root, folder)).catch(() => {
    faults.push(`${folder}: there is no such folder; put it back`);
    return [];
  });
  const files = names.filter((name) => name.endsWith('.yaml') && !name.startsWith('.')).sort();
  if (names.length > 0 && files.length === 0) faults.push(`${folder}: there is no language; put en.yaml back`);
  const languages: LanguageWords[] = [];
  for (const name of files) {
    const words = await readLanguage(name);
    if (words) languages.push(words);
  }
  const content = await read(placesPath);
  const places = content === null ? null : placesFile.safeParse(content);
  if (places && !places.success) say(placesPath, places.error.issues);
  if (faults.length > 0 || !places?.success) {
    throw new Fault('content.wrong', `The content cannot be used. Mend each line:\n${faults.join('\n')}`);
  }
  return { languages, places: { ...places.data, names: Object.values(places.data.names).flat() } };
}
