// The receipt: 16 random digits and a check digit (Damm, which finds every single wrong digit and every swap of neighbours).
// Who holds it can come back to a report; nobody can give it out again.

/** Damm's quasigroup of order 10 (H. M. Damm, 2004), row by row. */
const quasigroup = [
  '0317598642',
  '7092154863',
  '4206871359',
  '1750983426',
  '6123045978',
  '3674209581',
  '5869720134',
  '8945362017',
  '9438617205',
  '2581436790',
];

const damm = (digits: string) => [...digits].reduce((row, digit) => Number(quasigroup[row]?.[Number(digit)]), 0);

/** True for 17 digits whose last is the right check digit. No separators. */
export const isReceipt = (digits: string): boolean => /^\d{17}$/.test(digits) && damm(digits) === 0;

/** 17 digits from 128 random bits (hex); 10^16 divides 2^128 unevenly by less than one in 10^22. */
export function receiptFrom(random: string): string {
  const digits = (BigInt(`0x${random}`) % 10n ** 16n).toString().padStart(16, '0');
  return digits + String(damm(digits));
}

/** `1234 5678 9012 3456 7`, as it is shown and best copied. */
export const formatReceipt = (receipt: string): string => receipt.replace(/(\d{4})(?=\d)/g, '$1 ');

/** Digits in groups: what may be a receipt as people write it, with spaces, dots or hyphens. */
const digitRun = /\d+(?:[ \u00a0\u202f.-]\d+)*/g;

/**
 * Finds a receipt in what a person wrote and masks it, all but the last four digits gone too: the mask says only that there
 * was one. A receipt stands in whole groups of digits; a longer unbroken number is none.
 */
export function maskReceipts(text: string): { masked: string; receipt: string | null } {
  let receipt: string | null = null;
  const masked = text.replace(digitRun, (run) => {
    const groups = run.split(/([ \u00a0\u202f.-])/);
    for (let from = 0; from < groups.length; from += 2) {
      let digits = '';
      for (let to = from; to < groups.length && digits.length < 17; to += 2) {
        digits += groups[to] ?? '';
        if (!isReceipt(digits)) continue;
        receipt ??= digits;
        const rest = groups.slice(to + 1).join('');
        return (
          groups.slice(0, from).join('') + '•••• •••• •••• •••• •' + (rest === '' ? '' : maskReceipts(rest).masked)
        );
      }
    }
    return run;
  });
  return { masked, receipt };
}
