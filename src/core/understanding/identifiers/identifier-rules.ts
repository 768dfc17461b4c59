// What each identifier looks like in its normal form (upper case, nothing between) and whether its check digit is right: domain.md C2.
// A wrong digit is a fact to show, never a reason to drop the number.
import { mod11Digit, passesLuhn } from './check-digits.js';

/** ISO 6346: owner, category U J Z, serial, check digit. */
export const isContainerForm = (value: string): boolean => /^[A-Z]{3}[UJZ][0-9]{7}$/.test(value);
export const isContainer = (value: string): boolean =>
  isContainerForm(value) && mod11Digit(value.slice(0, 10)) === Number(value[10]);

/** Year, country, 13 characters and the check digit; older numbers have no procedure letter. */
export const isMrnForm = (value: string): boolean => /^[0-9]{2}[A-Z]{2}[A-Z0-9]{13}[0-9]$/.test(value);
export const isMrn = (value: string): boolean =>
  isMrnForm(value) && mod11Digit(value.slice(0, 17)) === Number(value[17]);
/** The form in use now, with a procedure letter in position 17. */
export const isCurrentMrn = (value: string): boolean =>
  isMrn(value) && /^[0-9]{2}[A-Z]{2}[A-Z0-9]{12}[A-EJ-MR-W][0-9]$/.test(value);

const unionPrefix = /^(AT|BE|BG|CY|CZ|DE|DK|EE|EL|GR|ES|FI|FR|HR|HU|IE|IT|LT|LU|LV|MT|NL|PL|PT|RO|SE|SI|SK|XI)/;
/** Form only; whether it is registered nobody can tell from the number. Luhn is a hint at most and not asked for. */
export const isEori = (value: string): boolean =>
  unionPrefix.test(value) && (value.startsWith('SE') ? /^SE[0-9]{10}$/ : /^[A-Z]{2}[A-Z0-9]{1,15}$/).test(value);

/** Ten digits whose third is 2 or more; with 0 or 1 it is likely a person's number and is never taken for a company's. */
export const isOrgnrForm = (value: string): boolean => /^[0-9]{2}[2-9][0-9]{7}$/.test(value);
export const isOrgnr = (value: string): boolean => isOrgnrForm(value) && passesLuhn(value);

/** ABC123 or ABC12A: 23 letters, no O last. */
export const isSwedishPlate = (value: string): boolean => /^[A-HJ-PR-UW-Z]{3}[0-9]{2}[0-9A-HJ-NPR-UW-Z]$/.test(value);

/** Seven digits: six times 7 … 2, the last digit of the sum is the seventh. A weak check. */
export const isImo = (value: string): boolean => {
  if (!/^[0-9]{7}$/.test(value)) return false;
  const sum = [7, 6, 5, 4, 3, 2].reduce((all, factor, at) => all + factor * Number(value[at]), 0);
  return sum % 10 === Number(value[6]);
};

/** Eleven digits: airline 3, serial 7, serial mod 7. */
export const isAwb = (value: string): boolean =>
  /^[0-9]{11}$/.test(value) && Number(value.slice(3, 10)) % 7 === Number(value[10]);

export const isSealForm = (value: string): boolean => /^[A-Z0-9][A-Z0-9 ./-]{2,24}$/.test(value);

export const isLocode = (value: string): boolean => /^[A-Z]{2}[A-Z2-9]{3}$/.test(value);

/** HS heading or subheading, CN or TARIC code: 4, 6, 8 or 10 digits. */
export const isCommodityCode = (value: string): boolean =>
  /^(?!00|77)[0-9]{2}([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{8})$/.test(value);
