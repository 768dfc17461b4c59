// From what a client says of its language to a language that has wording, and back to a locale that clients know.

const locales: Record<string, string> = { en: 'en-US', sv: 'sv-SE' };

/** `sv-FI` → `sv`; what has no wording becomes English, or the first language where there is no English. */
export function toLanguage(locale: unknown, languages: string[]): string {
  const primary = typeof locale === 'string' ? (locale.toLowerCase().split(/[-_]/)[0] ?? '') : '';
  if (languages.includes(primary)) return primary;
  return languages.includes('en') ? 'en' : (languages[0] ?? 'en');
}

/** The locale of a language as Web Chat names it. */
export const toLocale = (language: string): string => locales[language] ?? language;
