// Builds HTML from texts: everything that goes in is escaped, so that no wording can become markup.

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);

/** JSON for a script element of type application/json. */
export const escapeJson = (value: unknown): string => JSON.stringify(value).replace(/</g, '\\u003c');

export interface Phone {
  /** As it is written. */
  text: string;
  /** As it is dialled. */
  dial: string;
}

const escapePattern = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A sentence in which the phone numbers can be called by a tap. */
export function linkPhones(sentence: string, phones: Phone[]): string {
  const numbers = new Map(phones.map((phone) => [escapeHtml(phone.text), phone]));
  if (numbers.size === 0) return escapeHtml(sentence);
  const longestFirst = [...numbers.keys()].sort((one, other) => other.length - one.length).map(escapePattern);
  const pattern = new RegExp(`(?<!\\d)(?:${longestFirst.join('|')})(?!\\d)`, 'g');
  return escapeHtml(sentence).replace(pattern, (written) => {
    const dial = escapeHtml(numbers.get(written)?.dial ?? '');
    return `<a href="tel:${dial}">${written.replace(/ /g, '&nbsp;')}</a>`;
  });
}
