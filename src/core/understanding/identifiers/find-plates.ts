// Finds vehicle registration numbers: Swedish ones by their form, others only near a word for a vehicle or a plate. A code that some
// other word announces (order, seal, flight) is not taken.
import type { Found } from '../understood.js';
import { compact, type Claims } from './claims.js';
import { isSwedishPlate } from './identifier-rules.js';

const swedish = /(?<![\p{L}\p{N}-])([a-z]{3})([ -]?)\d{2}[0-9a-z](?![\p{L}\p{N}]|[ -]?\d|[:.,]\d)/giu;
const foreign =
  /(?<![\p{L}\p{N}-])(?=[A-Z0-9ÅÄÖÜ -]{4,12})[A-ZÄÖÜ0-9]{1,5}(?:[ -][A-Z0-9]{1,5}){0,3}(?![\p{L}\p{N}]|[:.,]\d)/gu;

/** Capitals that are followed by a number and yet no plate. */
const notPlates = new Set(
  'AWB MRN IMO CMR VAT AEO SMT PIN GPS LRN ETA ETD EUR SEK USD DKK NOK GBP PLN BOX BAY TEU FCL LCL DHL UPS DFD LOT REF TEL MOB FAX RFI TUE MON WED THU FRI SAT SUN JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC KAJ MAX MIN THE AND FOR WAS MED DEN DET VID FEM TIO MAJ OKT KLO NUM CAR VAN ADR HTX ISO IBC CCTV UCC DOC PDF GMT CET UTC'.split(
    ' ',
  ),
);
const others = ['order', 'seal', 'awb', 'mrn', 'imo', 'flight', 'orgnr', 'eori', 'phone', 'container'];

function readSwedish(claims: Claims, match: RegExpExecArray): string | null {
  const raw = match[0];
  const value = compact(raw);
  if (!isSwedishPlate(value) || notPlates.has(value.slice(0, 3))) return null;
  const nearest = claims.cueBefore(match.index, 30);
  const isNamed = claims.isAnnounced('plate', match.index, 40) || claims.isAnnounced('vehicle', match.index, 40);
  if (nearest && others.includes(nearest.kind) && match.index - nearest.end < 16) return null;
  const isShouted = /^[A-Z]{3}/.test(raw);
  if (isShouted) return value;
  const isTight = match[2] !== ' ';
  return isNamed ||
    claims.isFollowed('plate', match.index + raw.length, 20) ||
    (isTight && !/^[a-z]{3}\d{3}$/.test(raw))
    ? value
    : null;
}

function readForeign(claims: Claims, match: RegExpExecArray): string | null {
  const raw = match[0];
  const value = compact(raw);
  const letters = value.replace(/\d/g, '').length;
  const digits = value.length - letters;
  if (value.length < 5 || value.length > 9 || letters < 1 || digits < 2 || letters > 5) return null;
  if (notPlates.has(/^[A-Z]+/.exec(value)?.[0] ?? '') || /^E\d{1,3}$/.test(value)) return null;
  const nearest = claims.cueBefore(match.index, 34);
  if (!nearest || !['plate', 'vehicle'].includes(nearest.kind)) {
    return claims.isFollowed('plate', match.index + raw.length, 14) ? value : null;
  }
  return value;
}

/** Upper case without spaces and hyphens. */
export function findPlates(claims: Claims): Found[] {
  return [
    ...claims.find(swedish, (match) => readSwedish(claims, match)),
    ...claims.find(foreign, (match) => readForeign(claims, match)),
  ];
}
