// Makes foreign text safe to print in a terminal: no escape sequence, no turned writing direction, no invisible character. It
// refuses nothing that can be read.

/**
 * Control characters (C0 but tab and line feed, DEL, C1 with its 8-bit escapes), line and paragraph separators, marks that turn
 * the direction of writing, characters without width, tags, unpaired surrogates.
 */
const unsafe =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]|\p{Surrogate}/gu;

/** Several lines become several entries; a tab becomes a space. */
export function plainLines(text: string): string[] {
  return text
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replace(unsafe, '')
    .replace(/\t/g, ' ')
    .split('\n');
}

/** On one line. */
export const plainText = (text: string): string => plainLines(text).join(' ');

/** JSON in which everything that a terminal could act on is written as an escape; it parses to the same value. */
export function plainJson(value: unknown): string {
  const escape = (found: string) =>
    Array.from({ length: found.length }, (_, index) => found.charCodeAt(index).toString(16).padStart(4, '0'))
      .map((hex) => `\\u${hex}`)
      .join('');
  // Line feeds of the indentation are not among them, and JSON.stringify has escaped those of the text.
  return JSON.stringify(value, null, 2).replace(unsafe, escape);
}
