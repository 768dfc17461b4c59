// What the files of content/understanding and content/places.yaml must look like, in words that a person without code can act on.
import { z } from 'zod';

const line = z.string('write a text in quotes').trim().min(1, 'write something here');
const words = z.array(line);
const numbers = z.record(line, z.number('write a number'));
const weekdays = z.record(line, z.int().min(1).max(7));
const weighted = z.union([
  words.transform((list): Record<string, string[]> => ({ '1': list })),
  z.record(z.string().regex(/^\d+(\.\d+)?$/, 'a weight is a number'), words),
]);

const calendar = z.strictObject({
  months: z.record(line, z.int().min(1).max(12)),
  weekdays,
  pastWeekdays: weekdays,
  numbers,
  ordinals: numbers,
  feasts: z.record(line, z.string().regex(/^\d\d-\d\d$/, 'write month and day as 12-24')),
  days: numbers,
  nights: z.strictObject({ past: words, future: words, either: words }),
  parts: z.record(line, z.enum(['morning', 'afternoon', 'evening', 'night'])),
  units: z.record(line, z.enum(['minute', 'hour', 'day', 'week'])),
  last: words,
  next: words,
  every: words,
  lastWeek: words,
  nextWeek: words,
  ago: z.strictObject({ before: words, after: words }),
  ahead: words,
  coming: words,
  dayBefore: words,
});
const clock = z.strictObject({
  strong: words,
  weak: words,
  after: words,
  half: words,
  halfIsBefore: z.boolean(),
  quarter: words,
  minutes: words,
  past: words,
  to: words,
  oclock: words,
  named: z.record(line, z.string().regex(/^\d\d:\d\d$/, 'write the time as 09:30')),
  around: words,
});

/** One file of content/understanding; the language is the file's name. */
export const languageFile = z.strictObject({
  known: words,
  calendar,
  clock,
  places: z.strictObject({ before: words, between: words, kinds: words, roads: words }),
  classes: z.record(line, words),
  phrases: z.record(line, z.record(line, weighted)),
});

export const placesFile = z.strictObject({
  locodes: z.record(
    line,
    z.string().regex(/^[A-Z]{2}[A-Z2-9]{3}$/, 'a UN/LOCODE is two letters and three letters or digits 2-9'),
  ),
  names: z.record(line, words),
  ambiguous: words,
  never: words,
  companies: words,
  companyBefore: words,
  endings: words,
  notPlaces: words,
});
