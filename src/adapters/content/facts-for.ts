// The authority's facts in one language, as the arguments that sentences may use. It gives nothing but texts: no source, no number to dial.
import type { Authority, Fact, Localised } from '../../core/wording/authority.js';
import type { Language } from '../../core/chat/message.js';

const inLanguage = (text: Localised, language: Language): string =>
  typeof text === 'string' ? text : (text[language] ?? text.en);

/** Argument name -> text: `authority`, `tipLine`, `programmeMail`, … */
export function factsFor(authority: Authority, language: Language): Record<string, string> {
  const sections: Record<string, Fact>[] = [authority.names, authority.phones, authority.mails, authority.links];
  return Object.fromEntries(
    sections.flatMap((section) =>
      Object.entries(section).map(([name, { text }]) => [name, inLanguage(text, language)]),
    ),
  );
}
