// Makes one language's bundle out of its files. It refuses a key that stands twice and a key that English does not have; whether a
// sentence is well formed is for core/wording, which reads them.
import type { Language } from '../../core/chat/message.js';
import type { Bundle, Vocabulary } from '../../core/wording/bundle.js';
import type { Indicator } from '../../core/wording/indicator.js';
import { emptyVocabulary, vocabularyFile } from './content-schema.js';

export interface SourceFile {
  path: string;
  /** Parsed YAML; null for a file that could not be read (which has been said already). */
  content: unknown;
}

/** `english`: null while English itself is read. */
interface Surroundings {
  facts: Record<string, string>;
  indicators: Indicator[];
  english: Bundle | null;
}

const isVocabulary = ({ path }: SourceFile) => path.endsWith('/commands.yaml');

/** Braces and apostrophes of a plain text must not be read as ICU. */
const asMessage = (text: string) => text.replaceAll("'", "''").replace(/[{}]/g, "'$&'");

function readVocabulary(folder: string, file: SourceFile | undefined, onFault: (fault: string) => void): Vocabulary {
  if (!file) {
    onFault(`${folder}/commands.yaml: is missing; copy the English one and translate it`);
    return emptyVocabulary;
  }
  if (file.content === null) return emptyVocabulary;
  const parsed = vocabularyFile.safeParse(file.content);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) onFault(`${file.path}: ${issue.path.join('.') || 'top'}: ${issue.message}`);
  return emptyVocabulary;
}

/** `onFault` gets a whole line: file, key, what to do. */
export function readBundle(
  language: Language,
  files: SourceFile[],
  { facts, indicators, english }: Surroundings,
  onFault: (fault: string) => void,
): Bundle {
  const folder = `content/wording/${language}`;
  const messages: Record<string, string> = {};

  function flatten(path: string, key: string, value: unknown): void {
    if (typeof value === 'string' && value.trim() !== '') {
      if (Object.hasOwn(messages, key)) onFault(`${path}: ${key}: stands twice; take one out`);
      if (english && english.messages[key] === undefined) {
        onFault(`${path}: ${key}: English has no such key; take it out or add it there`);
      }
      messages[key] = value.trim();
    } else if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      for (const [name, inner] of Object.entries(value)) flatten(path, key === '' ? name : `${key}.${name}`, inner);
    } else {
      onFault(`${path}: ${key || 'top'}: write a text (in quotes if it is a number or a word such as true)`);
    }
  }

  if (!/^[a-z]{2,3}(-[A-Za-z0-9]+)*$/.test(language)) {
    onFault(`${folder}: name the folder by the language's code, such as en, sv or de`);
  }
  for (const file of files) {
    if (!isVocabulary(file) && file.content !== null) flatten(file.path, '', file.content);
  }
  const vocabulary = readVocabulary(folder, files.find(isVocabulary), onFault);
  for (const { id, text } of indicators) {
    if (text[language] !== undefined) messages[`form.report.option.indicators.${id}`] = asMessage(text[language]);
  }
  // the id of an indicator is a short way to name it
  const ids = Object.fromEntries(indicators.map(({ id }) => [id, [id.toLowerCase()]]));
  return { language, messages, vocabulary: { ...vocabulary, options: { ...vocabulary.options, ...ids } }, facts };
}
