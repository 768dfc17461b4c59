// Finds phone numbers: E.164 where the country is clear, otherwise digits. Short numbers such as 112 are nobody's and are left alone.
import type { Found } from '../understood.js';
import type { Claims } from './claims.js';

const pattern = /(?<![\p{L}\p{N}.,/-])\+?\(?\d[\d \u00A0.()–/-]{4,20}\d(?![\p{L}\p{N}]|[.:,]\d)/gu;
const date = /^(\d{4}[-./]\d\d?[-./]\d\d?|\d\d?[-./]\d\d?[-./]\d{2,4})\b/;

const international = (digits: string) => (/^[1-9]\d{7,14}$/.test(digits) ? `+${digits}` : null);

/** Swedish mobiles have ten digits; other Swedish numbers eight to ten and an area code set off by a hyphen. */
function national(raw: string, digits: string, language: string, isAnnounced: boolean): string | null {
  if (/^07[02369]\d{7}$/.test(digits)) return `+46${digits.slice(1)}`;
  if (!/^0[1-9]\d{6,10}$/.test(digits)) return isAnnounced && /^\d{7,12}$/.test(digits) ? digits : null;
  const isSwedish = /^\(?0\d{1,3}\)? ?[-–/]/.test(raw) && digits.length <= 10;
  if (isSwedish) return `+46${digits.slice(1)}`;
  if (!isAnnounced) return null;
  return language === 'sv' && digits.length <= 10 ? `+46${digits.slice(1)}` : digits;
}

export function findPhones(claims: Claims): Found[] {
  return claims.find(pattern, (match) => {
    const raw = match[0];
    const isOpen = (raw.match(/\(/g)?.length ?? 0) !== (raw.match(/\)/g)?.length ?? 0);
    if (isOpen || date.test(raw) || /[ ./–-]{4}/.test(raw)) return null;
    const hasCountry = /^(\+|00)/.test(raw);
    const digits = raw.replace(/\(0\)/, '').replace(/\D/g, '');
    if (hasCountry) return international(digits.replace(/^00/, ''));
    return national(raw, digits, claims.language, claims.isAnnounced('phone', match.index, 25));
  });
}
