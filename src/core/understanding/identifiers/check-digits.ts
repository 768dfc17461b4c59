// The arithmetic of check digits. It judges single numbers in their normal form and never looks at a text.

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
/** ISO 6346: A=10, B=12 … Z=38; 11, 22 and 33 are left out. */
const letterValues = new Map<string, number>();
let next = 10;
for (const letter of letters) {
  if (next % 11 === 0) next += 1;
  letterValues.set(letter, next);
  next += 1;
}

/** ISO 6346 and MRN (DGXXI/0879/99): sum of value times 2^position, mod 11, 10 becomes 0. */
export function mod11Digit(characters: string): number {
  let sum = 0;
  let power = 1;
  for (const character of characters) {
    sum = (sum + (letterValues.get(character) ?? Number(character)) * power) % 11;
    power = (power * 2) % 11;
  }
  return (sum % 11) % 10;
}

/** Luhn over all digits, the last being the check digit. */
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let at = 0; at < digits.length; at += 1) {
    const digit = Number(digits[digits.length - 1 - at]);
    const doubled = at % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
