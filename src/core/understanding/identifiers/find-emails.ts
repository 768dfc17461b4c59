// Finds e-mail addresses by walking outwards from each @, so that a hostile text costs no more than its length.
import type { Found } from '../understood.js';
import type { Claims } from './claims.js';

const isLocal = (character: string | undefined) => character !== undefined && /[\p{L}\p{N}._%+-]/u.test(character);
const isDomain = (character: string | undefined) => character !== undefined && /[\p{L}\p{N}.-]/u.test(character);
const longest = 64;
/** Signs of @ that are looked at. */
const mostTried = 50;

/** Lower case; a sentence's full stop is not part of the address. */
export function findEmails(claims: Claims): Found[] {
  const { text } = claims;
  const found: Found[] = [];
  let tried = 0;
  for (let at = text.indexOf('@'); at >= 0 && tried < mostTried; at = text.indexOf('@', at + 1)) {
    tried += 1;
    let start = at;
    while (at - start < longest && isLocal(text[start - 1])) start -= 1;
    let end = at + 1;
    while (end - at < longest && isDomain(text[end])) end += 1;
    while (end > at && /[.-]/.test(text[end - 1] ?? '')) end -= 1;
    while (start < at && /[.-]/.test(text[start] ?? '')) start += 1;
    const domain = text.slice(at + 1, end);
    if (start === at || !/^[^.]/.test(domain) || !/\.[\p{L}]{2,}$/u.test(domain) || domain.includes('..')) continue;
    claims.take({ start, end });
    found.push({ value: text.slice(start, end).toLowerCase(), start, end });
  }
  return found;
}
