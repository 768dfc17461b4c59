// What is wrong with one phrase of the word lists, in words for whoever edits them. The notation is explained in
// core/understanding/compile-phrases; here it is only checked.

const gaps = ['..', '...'];

/** Null when it is well formed. `classes`: the named sets of the language. */
export function phraseProblem(phrase: string, classes: Record<string, string[]>): string | null {
  const parts = phrase.trim().split(/\s+/);
  const first = parts[0] ?? '';
  if (first === '' || first === '_' || gaps.includes(first) || first.endsWith('?'))
    return 'a phrase begins with a word';
  if (gaps.includes(parts.at(-1) ?? '')) return 'a phrase ends with a word';
  const unknown = parts
    .flatMap((part) => part.replace(/\?$/, '').split('|'))
    .find((word) => word.startsWith('@') && !Object.hasOwn(classes, word.slice(1)));
  return unknown === undefined ? null : `there is no class ${unknown}`;
}
