// What a report looks like when it reaches customs. It refuses what this desk would not show rightly, and keeps what it does not know.
import { z } from 'zod';
import type { Report } from '../core/reports/report.js';

const hex = (length: number) => z.string().regex(new RegExp(`^[0-9a-f]{${length}}$`));

/** Unknown members stay: dropping them would lose what somebody reported. */
export const reportSchema: z.ZodType<Report> = z.looseObject({
  version: z.literal(1),
  purpose: z.literal('report'),
  reportId: hex(32),
  form: z.looseObject({ id: z.string(), version: z.number().int(), hash: z.string() }),
  language: z.string(),
  confirmed: z.string(),
  answers: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
  skipped: z.array(z.string()),
  files: z.array(
    z.looseObject({
      number: z.number().int().min(1).max(999),
      name: z.string(),
      type: z.string(),
      length: z.number().int().min(0),
      sha256: hex(64),
      key: z.string(),
    }),
  ),
  triage: z.looseObject({ level: z.enum(['danger', 'high', 'medium', 'normal']), reasons: z.array(z.string()) }),
  mailbox: z.looseObject({ lookup: z.string(), publicKey: z.string() }),
  isDemonstration: z.boolean(),
});
