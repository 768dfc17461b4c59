// Finds every identifier of a text, the surest forms first, so that no number is read twice. It keeps numbers whose check digit is wrong.
import type { Found, ListSlot } from '../understood.js';
import { Claims, type Cue } from './claims.js';
import { findContainers, findMrns } from './find-cargo-numbers.js';
import { findAwbs, findImos } from './find-carrier-numbers.js';
import { findEoris, findOrgnrs } from './find-company-numbers.js';
import { findEmails } from './find-emails.js';
import { findPhones } from './find-phones.js';
import { findPlates } from './find-plates.js';
import { findSeals } from './find-seals.js';

export type Identifiers = Partial<Record<ListSlot, Found[]>>;

/** `taken`: stretches that are something else already, such as dates. */
export function findIdentifiers(
  text: string,
  language: string,
  cues: readonly Cue[],
  isSameSentence: (one: number, other: number) => boolean,
): { identifiers: Identifiers; claims: Claims } {
  const claims = new Claims(text, language, cues);
  const identifiers: Identifiers = {};
  identifiers.emails = findEmails(claims);
  identifiers.containers = findContainers(claims);
  identifiers.mrns = findMrns(claims);
  identifiers.eoris = findEoris(claims);
  identifiers.imos = findImos(claims);
  identifiers.awbs = findAwbs(claims);
  identifiers.orgnrs = findOrgnrs(claims);
  identifiers.phones = findPhones(claims);
  identifiers.plates = findPlates(claims);
  identifiers.seals = findSeals(claims, isSameSentence);
  return { identifiers, claims };
}
