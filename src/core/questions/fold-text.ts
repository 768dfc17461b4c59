// Makes spellings of the same words equal: case, diacritics, punctuation, doubled letters typed in haste. It drops nothing that
// carries meaning: numbers stay.

/** Lower-case words of a to z and digits. `a.e.o` and `A E O` become `aeo`. */
export function foldText(text: string): string[] {
  const plain = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[øœ]/g, 'o')
    .replace(/æ/g, 'a')
    .replace(/\ba[. ]e[. ]o\b\.?/g, 'aeo')
    .replace(/(\d)[\s-](?=\d)/g, '$1')
    .replace(/['’`´]/g, '');
  return plain.match(/[a-z]+|\d+/g) ?? [];
}
