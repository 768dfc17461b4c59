// How pressing a report is, computed from its answers alone. Carried in the report for customs; never shown as a promise.
import type { Answers } from '../dialogue/flow.js';
import type { Report } from './report.js';

const soon = 72 * 3600 * 1000;
const identifiers = ['vehicles', 'containers', 'seals', 'vessel', 'flight', 'train', 'refs'];

const size = (answers: Answers, slot: string) => {
  const value = answers[slot];
  return value === undefined ? 0 : Array.isArray(value) ? value.length : 1;
};

/** Local time read as UTC: at most two hours off, and too early rather than too late. */
function isSoon(planned: unknown, now: number): boolean {
  if (typeof planned !== 'string') return false;
  const at = Date.parse(planned.length === 10 ? `${planned}T00:00:00Z` : `${planned}:00Z`);
  return at - now < soon;
}

/** danger_now: danger; ongoing or expected within 72 h: high; identifiers and signs three or more: medium (domain C1). `now` in ms. */
export function triage(answers: Answers, now: number): Report['triage'] {
  const reasons = [
    ...(answers.danger_now === 'yes' ? ['danger_now'] : []),
    ...(answers.ongoing === 'yes' ? ['ongoing'] : []),
    ...(isSoon(answers.planned, now) ? ['planned_soon'] : []),
  ];
  if (reasons.includes('danger_now')) return { level: 'danger', reasons };
  if (reasons.length > 0) return { level: 'high', reasons };
  const found = [...identifiers, 'indicators'].reduce((sum, slot) => sum + size(answers, slot), 0);
  return found >= 3 ? { level: 'medium', reasons: ['identifiers_and_signs'] } : { level: 'normal', reasons };
}

export const isUrgent = (level: Report['triage']['level']): boolean => level === 'danger' || level === 'high';
