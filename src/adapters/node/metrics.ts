// What an operator may know from numbers: what was refused and how old the oldest parcel is, at once; how many reports there
// were, up to yesterday only, so that nobody can match a jump to a visit. No label names a channel, language, site or tenant.
import { Counter, Gauge, Registry, collectDefaultMetrics } from 'prom-client';
import { tallies, type Records } from '../../ports/records.js';
import type { Clock } from '../../ports/world.js';

export interface Metrics {
  readonly contentType: string;
  /** Prometheus text, from the store as it is now. Rejects when the store does. */
  text(): Promise<string>;
}

const hour = 3_600_000;
const bands = ['none', 'under_1h', 'under_1d', 'over_1d'] as const;

function bandOf(oldest: number | null, now: number): (typeof bands)[number] {
  if (oldest === null) return 'none';
  const age = now - oldest;
  return age < hour ? 'under_1h' : age < 24 * hour ? 'under_1d' : 'over_1d';
}

/** A registry of its own, with the process's default metrics. Days are UTC. */
export function createMetrics(source: { records: Pick<Records, 'backlog' | 'tallied'>; clock: Clock }): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const refused = new Gauge({
    name: 'smt_parcels_refused',
    help: 'Parcels that were refused or given up and wait for a person. Above 0: alarm.',
    registers,
  });
  const oldest = new Gauge({
    name: 'smt_oldest_parcel_age',
    help: '1 for the band in which the age of the oldest waiting parcel lies. over_1d: alarm.',
    labelNames: ['band'],
    registers,
  });
  const counters = Object.entries(tallies).map(([kind, tally]) => ({
    tally,
    counter: new Counter({
      name: `smt_reports_${kind}_total`,
      help: `Reports ${kind} up to and including yesterday (UTC).`,
      registers,
    }),
  }));

  return {
    contentType: registry.contentType,
    text: async () => {
      const now = source.clock.now();
      const today = new Date(now).toISOString().slice(0, 10);
      const [backlog, ...totals] = await Promise.all([
        source.records.backlog(),
        ...counters.map(({ tally }) => source.records.tallied(tally, today)),
      ]);
      refused.set(backlog.refused);
      for (const band of bands) oldest.set({ band }, band === bandOf(backlog.oldest, now) ? 1 : 0);
      counters.forEach(({ counter }, index) => {
        counter.reset();
        counter.inc(totals[index] ?? 0);
      });
      return registry.metrics();
    },
  };
}
