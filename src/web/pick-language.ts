// Which language the page opens in: what the address asks for, else what the browser prefers.

interface Wish {
  language: string;
  weight: number;
}

function readWishes(header: string): Wish[] {
  return header.split(',').map((part) => {
    const [tag = '', ...params] = part.trim().split(';');
    const q = params.map((param) => /^\s*q=([\d.]+)\s*$/.exec(param)?.[1]).find((found) => found !== undefined);
    return { language: tag.toLowerCase().split('-')[0] ?? '', weight: q === undefined ? 1 : Number(q) };
  });
}

/** `asked`: the `lang` of the address; `accepted`: the header Accept-Language. English where nothing fits. */
export function pickLanguage(asked: string | null, accepted: string | undefined, languages: string[]): string {
  if (asked !== null && languages.includes(asked)) return asked;
  const wishes = readWishes(accepted ?? '')
    .filter(({ language, weight }) => weight > 0 && languages.includes(language))
    .sort((one, other) => other.weight - one.weight);
  return wishes[0]?.language ?? (languages.includes('en') ? 'en' : (languages[0] ?? 'en'));
}
