// Finds air waybill and IMO ship numbers. Bare digits are taken only after the word, or with the right check digit in the usual grouping.
import type { Found } from '../understood.js';
import { compact, type Claims } from './claims.js';
import { isAwb, isImo } from './identifier-rules.js';

const awbPattern = /(?<![\p{L}\p{N}+-])\d{3}([ –-]?)\d{4}([ –-]?)\d{4}(?![\p{L}\p{N}]|[-–]\d)/gu;
const imoPattern = /(?<![\p{L}\p{N}])(?:imo[\s:#.-]*(?:nummer|number|nr|no|num)?[\s:#.-]*)?(\d{7})(?![\p{L}\p{N}])/giu;

/** Eleven digits. */
export function findAwbs(claims: Claims): Found[] {
  return claims.find(awbPattern, (match) => {
    const value = compact(match[0]);
    const nearest = claims.cueBefore(match.index, 60);
    if (claims.isAnnounced('awb', match.index, 25)) return value;
    const isGrouped = match[1] !== '';
    if (nearest?.kind === 'phone') return null;
    if (nearest?.kind === 'awb') return isGrouped || isAwb(value) ? value : null;
    return isGrouped && isAwb(value) && !/^0[1-9]/.test(value) ? value : null;
  });
}

/** Seven digits. */
export function findImos(claims: Claims): Found[] {
  return claims.find(imoPattern, (match) => {
    const value = match[1] ?? '';
    if (/^imo/i.test(match[0]) || claims.isAnnounced('imo', match.index, 30)) return value;
    return claims.isAnnounced('ship', match.index, 25) && isImo(value) ? value : null;
  });
}
