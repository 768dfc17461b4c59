// The report form as data: the fields of a report of a suspected deviation, in the order in which they are asked. Only
// `what` is required; no identifier ever blocks. Grow it by raising the version: the hash of this definition travels in each report.
import type { Form, Step } from '../dialogue/flow.js';

export const stages = ['pickup', 'deliver', 'receive', 'handle', 'booking', 'staff', 'it', 'other'];

/** Which groups of indicators (the letters of their ids) are offered at which stage. */
const groupsByStage: Record<string, string[]> = {
  pickup: ['PU', 'VD', 'CS'],
  deliver: ['DE', 'VD', 'CS'],
  receive: ['RE', 'CS', 'GP'],
  handle: ['OH', 'CS', 'GP'],
  booking: ['BD', 'CP'],
  staff: ['PI'],
  it: ['IT'],
};

const text = (id: string, max: number, isLong = false) => ({
  id,
  kind: 'text' as const,
  max,
  ...(isLong ? { isLong } : {}),
});
const list = (id: string) => ({ id, kind: 'list' as const, max: 300, maxItems: 20 });
const choice = (id: string, options: string[]) => ({ id, kind: 'choice' as const, options });

function indicatorStep(indicators: string[]): Step {
  const inGroups = (groups: string[]) => indicators.filter((id) => groups.some((group) => id.startsWith(group)));
  const to = Object.fromEntries(Object.entries(groupsByStage).map(([stage, groups]) => [stage, inGroups(groups)]));
  const narrow = { by: 'stage', to, otherwise: inGroups(['VD', 'CS', 'GP']) };
  return { id: 'indicators', slots: [{ id: 'indicators', kind: 'choices', options: indicators, narrow }] };
}

/** `indicators`: the ids of all known indicators, in the order in which they are to be offered. */
export function reportForm(indicators: string[]): Form {
  return {
    id: 'report',
    version: 1,
    finish: 'review',
    story: 'what',
    steps: [
      { id: 'danger_now', slots: [choice('danger_now', ['yes', 'no'])] },
      { id: 'what', slots: [{ id: 'what', kind: 'text', min: 10, max: 5000, isLong: true, isRequired: true }] },
      { id: 'ongoing', slots: [choice('ongoing', ['yes', 'no', 'unknown'])] },
      {
        id: 'when',
        slots: [
          { id: 'when_from', kind: 'moment', tense: 'past' },
          { id: 'when_to', kind: 'moment', tense: 'past' },
        ],
      },
      { id: 'planned', slots: [{ id: 'planned', kind: 'moment', tense: 'future' }] },
      { id: 'where', slots: [text('where', 500)] },
      { id: 'stage', slots: [choice('stage', stages)] },
      indicatorStep(indicators),
      {
        id: 'crime_type',
        slots: [
          {
            id: 'crime_type',
            kind: 'choices',
            options: [
              'narcotics',
              'weapons',
              'tobacco',
              'alcohol',
              'medicines',
              'cash',
              'stolen_goods',
              'counterfeit',
              'waste',
              'other',
              'unknown',
            ],
          },
        ],
      },
      { id: 'persons', slots: [text('persons', 2000, true)] },
      { id: 'companies', slots: [list('companies')] },
      { id: 'vehicles', slots: [list('vehicles')] },
      { id: 'units', slots: [list('containers'), list('seals')] },
      { id: 'craft', slots: [text('vessel', 200), text('flight', 200), text('train', 200)] },
      { id: 'refs', slots: [list('refs')] },
      { id: 'goods', slots: [text('goods', 1000, true)] },
      { id: 'route', slots: [text('route', 500)] },
      {
        id: 'how_known',
        slots: [
          { id: 'how_known', kind: 'choices', options: ['saw', 'documents', 'heard', 'system', 'told'] },
          text('how_known.note', 1000, true),
        ],
      },
      { id: 'others_know', slots: [choice('others_know', ['yes', 'no'])] },
      { id: 'attachments', slots: [{ id: 'attachments', kind: 'files', maxItems: 10 }] },
      { id: 'reporter', slots: [choice('reporter', ['anonymous', 'contact'])] },
      {
        id: 'contact',
        when: { slot: 'reporter', is: ['contact'] },
        slots: [
          text('reporter.name', 200),
          text('reporter.phone', 50),
          text('reporter.mail', 200),
          text('reporter.language', 100),
          text('reporter.times', 300),
        ],
      },
    ],
  };
}

/** Coming back with a receipt: one secret, no review. */
export const comebackForm: Form = {
  id: 'comeback',
  version: 1,
  finish: 'submit',
  steps: [{ id: 'receipt', slots: [{ id: 'receipt', kind: 'receipt', isRequired: true }] }],
};
