// For a container number or MRN with a wrong check digit: which right numbers are one error away. It offers, it never replaces:
// the wrong number may be the sign.
import { mod11Digit } from './check-digits.js';
import { isContainer, isContainerForm, isMrn, isMrnForm } from './identifier-rules.js';

/** Characters that eyes and scanners take for each other. */
const lookalikes: Record<string, string> = {
  '0': 'OD8',
  '1': 'I7',
  '2': 'Z',
  '3': '8',
  '4': 'A',
  '5': 'S6',
  '6': '5G',
  '7': '1',
  '8': 'B30',
  '9': '4',
  A: '4',
  B: '8',
  D: '0O',
  G: '6',
  I: '1',
  O: '0D',
  S: '5',
  Z: '2',
};

/** The right check digit first, then two neighbours swapped, then one character read wrongly; at most `limit`. */
function candidates(value: string, isRight: (value: string) => boolean, limit: number): string[] {
  if (isRight(value)) return [];
  const body = value.slice(0, -1);
  const all = [`${body}${mod11Digit(body)}`];
  for (let at = 0; at < value.length - 1; at += 1) {
    all.push(`${value.slice(0, at)}${value[at + 1]}${value[at]}${value.slice(at + 2)}`);
  }
  for (let at = 0; at < value.length; at += 1) {
    for (const other of lookalikes[value[at] ?? ''] ?? '')
      all.push(`${value.slice(0, at)}${other}${value.slice(at + 1)}`);
  }
  return [...new Set(all)].filter((candidate) => candidate !== value && isRight(candidate)).slice(0, limit);
}

/** Empty for a right number and for what has not the form of a container number. */
export const containerCandidates = (value: string, limit = 5): string[] =>
  isContainerForm(value) ? candidates(value, isContainer, limit) : [];

/** Empty for a right number and for what has not the form of an MRN. */
export const mrnCandidates = (value: string, limit = 5): string[] =>
  isMrnForm(value) ? candidates(value, isMrn, limit) : [];
