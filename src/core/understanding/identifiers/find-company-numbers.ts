// Finds EORI and Swedish organisation numbers. Numbers that may be a person's (third digit 0 or 1) are left alone.
import type { Found } from '../understood.js';
import { compact, type Claims } from './claims.js';
import { isEori, isOrgnrForm } from './identifier-rules.js';

const eoriPattern = /(?<![\p{L}\p{N}])[a-z]{2}[ -]?[a-z0-9]{4,15}(?:[ -]\d{2,8})?(?![\p{L}\p{N}])/giu;
const orgnrPattern = /(?<![\p{L}\p{N}+-])(?:16)?\d{6}([ –-]?)\d{4}(?![\p{L}\p{N}]|-\d)/gu;

/** Upper case without spaces. Without the word only Swedish ones, and others of at least twelve digits. */
export function findEoris(claims: Claims): Found[] {
  return claims.find(eoriPattern, (match) => {
    const value = compact(match[0]);
    if (!/\d{4}/.test(value)) return null;
    if (claims.isAnnounced('eori', match.index, 40)) return isEori(value) || /^GB\d{12}$/.test(value) ? value : null;
    if (claims.isAnnounced('vat', match.index, 20) || claims.isAnnounced('seal', match.index, 20)) return null;
    if (!/^[A-Z]/.test(match[0])) return null;
    return isEori(value) && /^(SE\d{10}|[A-Z]{2}\d{12,15})$/.test(value) ? value : null;
  });
}

/** Ten digits, the check digit right or wrong. */
export function findOrgnrs(claims: Claims): Found[] {
  return claims.find(orgnrPattern, (match) => {
    const value = compact(match[0]).slice(-10);
    if (!isOrgnrForm(value)) return null;
    if (claims.isAnnounced('orgnr', match.index, 40)) return value;
    const nearest = claims.cueBefore(match.index, 25);
    if (nearest && ['phone', 'seal', 'awb', 'order'].includes(nearest.kind)) return null;
    return match[1] === '-' && !value.startsWith('0') ? value : null;
  });
}
