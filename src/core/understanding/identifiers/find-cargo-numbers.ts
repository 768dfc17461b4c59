// Finds container numbers and MRNs by their form alone, right or wrong in the last digit. It drops what has not the form.
import type { Found } from '../understood.js';
import { compact, type Claims } from './claims.js';
import { isContainer, isContainerForm, isMrn, isMrnForm } from './identifier-rules.js';

const containerPattern = /(?<![\p{L}\p{N}])[a-z]{3} ?[ujz][ ./–-]{0,2}(?:\d[ .–-]?){6}[/–-]?\d(?![\p{L}\d])/giu;
const mrnPattern = /(?<![\p{L}\p{N}])\d{2}[a-z]{2}[a-z0-9]{14}(?![\p{L}\p{N}])/giu;
const spacedMrnPattern = /(?<![\p{L}\p{N}])\d{2}[ -]?[a-z]{2}(?:[ -]?[a-z0-9]){14}(?![\p{L}\p{N}])/giu;

/** In lower case with a space ("see you 1234567") only with the right digit or after a word for a container. */
export function findContainers(claims: Claims): Found[] {
  return claims.find(containerPattern, (match) => {
    const value = compact(match[0]);
    if (!isContainerForm(value)) return null;
    const isShouted = /^[A-Z]{3} ?[UJZ]/.test(match[0]) || !/\s/.test(match[0]);
    return isShouted || isContainer(value) || claims.isAnnounced('container', match.index, 25) ? value : null;
  });
}

/** With spaces or hyphens inside only after "MRN" or with the right digit. */
export function findMrns(claims: Claims): Found[] {
  const plain = claims.find(mrnPattern, (match) => {
    const value = compact(match[0]);
    return isMrnForm(value) ? value : null;
  });
  const spaced = claims.find(spacedMrnPattern, (match) => {
    const value = compact(match[0]);
    if (!isMrnForm(value)) return null;
    return isMrn(value) || claims.isAnnounced('mrn', match.index, 20) ? value : null;
  });
  return [...plain, ...spaced];
}
