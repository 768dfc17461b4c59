// Every sentence the bot says, by key and language. It never shows a raw key to a person: what a language lacks is said in
// English, and what English lacks is an ellipsis.
import type { Language } from '../chat/message.js';
import type { Bundle, Vocabulary } from './bundle.js';
import { compileBundle, type Sentences } from './compile-bundle.js';
import { mergeVocabularies } from './merge-vocabularies.js';

export type Params = Record<string, string | number>;

export interface Wording {
  /** In the order of the bundles. */
  languages: Language[];
  /** The sentence, with the authority's facts and `params` filled in. An unknown language is spoken to in English. */
  text: (language: Language, key: string, params?: Params) => string;
  /** Whether that language itself has the key. */
  has: (language: Language, key: string) => boolean;
  /** What a language lacks against English. */
  missing: (language: Language) => string[];
  /** The words of all languages, those of `language` first: people mix languages. */
  commands: (language: Language) => Vocabulary;
}

export const fallbackLanguage: Language = 'en';
const unsaid = '…';

interface Speech {
  bundle: Bundle;
  sentences: Sentences;
}

function compile(bundles: Bundle[]): { speeches: Map<Language, Speech>; english: Speech } {
  const faults: string[] = [];
  const onFault = (fault: string) => faults.push(fault);
  const source = bundles.find(({ language }) => language === fallbackLanguage);
  if (!source) throw new Error('There is no English wording: put the folder content/wording/en back.');
  const english = { bundle: source, sentences: compileBundle(source, null, onFault) };
  const others = bundles.filter((bundle) => bundle !== source);
  const speeches = [
    english,
    ...others.map((bundle) => ({ bundle, sentences: compileBundle(bundle, english.sentences, onFault) })),
  ];
  if (faults.length > 0) throw new Error(`The wording cannot be used. Mend each line:\n${faults.join('\n')}`);
  return { speeches: new Map(speeches.map((speech) => [speech.bundle.language, speech])), english };
}

/**
 * `whenMissing` hears of each sentence that a language could not say: a test throws there, a running bot counts it.
 * Throws an Error that lists every sentence that cannot be used.
 */
export function createWording(
  bundles: Bundle[],
  whenMissing: (language: Language, key: string) => void = () => undefined,
): Wording {
  const { speeches, english } = compile(bundles);
  const vocabularies = new Map<Language, Vocabulary>();

  function format({ bundle, sentences }: Speech, key: string, params: Params): string | null {
    try {
      const said = sentences.get(key)?.format({ ...bundle.facts, ...params });
      return said === undefined ? null : String(said);
    } catch {
      // an argument that nobody filled in must not stop a turn
      return null;
    }
  }

  function text(language: Language, key: string, params: Params = {}): string {
    const speech = speeches.get(language) ?? english;
    const own = format(speech, key, params);
    if (own !== null) return own;
    whenMissing(language, key);
    return (speech === english ? null : format(english, key, params)) ?? unsaid;
  }

  function commands(language: Language): Vocabulary {
    const known = vocabularies.get(language);
    if (known) return known;
    const own = speeches.get(language)?.bundle ?? english.bundle;
    const others = bundles.filter((bundle) => bundle !== own);
    const merged = mergeVocabularies([own, ...others].map(({ vocabulary }) => vocabulary));
    if (speeches.has(language)) vocabularies.set(language, merged);
    return merged;
  }

  const has = (language: Language, key: string) => speeches.get(language)?.sentences.has(key) ?? false;
  return {
    languages: bundles.map(({ language }) => language),
    text,
    has,
    missing: (language) => Object.keys(english.bundle.messages).filter((key) => !has(language, key)),
    commands,
  };
}
