// Finds seal numbers, which have no check digit and no fixed form: only codes near a word for a seal are taken, and never one that
// another word announces more closely.
import type { Found } from '../understood.js';
import { compact, type Claims } from './claims.js';
import { isSealForm } from './identifier-rules.js';

const pattern =
  /(?<![\p{L}\p{N}-])[a-z0-9]{1,20}(?:[-/][a-z0-9]{1,12}){0,3}(?: \d{3,8}){0,2}(?![\p{L}\p{N}]|[:.,]\d)/giu;

/** Upper case; a hyphen inside stays. */
export function findSeals(claims: Claims, isSameSentence: (one: number, other: number) => boolean): Found[] {
  if (!claims.cues.some(({ kind }) => kind === 'seal')) return [];
  return claims.find(pattern, (match) => {
    const raw = match[0];
    const digits = raw.replace(/\D/g, '').length;
    const letters = compact(raw).length - digits;
    if (digits < 3 || letters > 6 || compact(raw).length < 4 || !isSealForm(raw.toUpperCase())) return null;
    if (/ /.test(raw) && !/^[A-Za-z]{1,4}[ -]?\d/.test(raw)) return null;
    if (/^(19|20)\d\d([-/]\d\d?)*$/.test(raw) || /^\d{1,2}[-/]\d/.test(raw)) return null;
    const nearest = claims.cueBefore(match.index, 120);
    const end = match.index + raw.length;
    const isBefore = nearest?.kind === 'seal' && isSameSentence(nearest.start, match.index);
    const isAfter = claims.isFollowed('seal', end, 30) && (nearest === null || match.index - nearest.end > 12);
    if (!isBefore && !isAfter) return null;
    const isCode = letters > 0 ? /[A-Z]/.test(raw) || digits >= 4 : digits >= 5;
    return isCode ? raw.toUpperCase().replace(/\s/g, '') : null;
  });
}
