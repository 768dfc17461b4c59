// Flattens the groups of indicators into one list in the order in which they are offered. It refuses an id that stands twice or in the
// wrong group, because reports hold ids for ever.
import type { Indicator } from '../../core/wording/indicator.js';
import type { IndicatorsFile } from './content-schema.js';

export function readIndicators({ groups }: IndicatorsFile, onFault: (fault: string) => void): Indicator[] {
  const seen = new Set<string>();
  return groups.flatMap((group) =>
    group.indicators.map(({ id, source, ...text }) => {
      if (seen.has(id)) onFault(`${id}: stands twice; give the second a new id`);
      seen.add(id);
      if (!/^[A-Z]{2}$/.test(group.id) || !id.startsWith(group.id) || !/^[1-9]\d*$/.test(id.slice(2))) {
        onFault(`${id}: an id is the two letters of its group (${group.id}) and a number`);
      }
      return { id, group: group.id, text, source };
    }),
  );
}
