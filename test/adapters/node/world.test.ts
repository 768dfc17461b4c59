import assert from 'node:assert/strict';
import { createChance } from '../../../src/adapters/node/chance.js';
import { createClock } from '../../../src/adapters/node/clock.js';
import { formHash } from '../../../src/adapters/node/form-hash.js';
import { createLocalFanout } from '../../../src/adapters/node/local-fanout.js';
import { createMetrics } from '../../../src/adapters/node/metrics.js';
import type { Form } from '../../../src/core/dialogue/flow.js';
import { tallies, type Backlog } from '../../../src/ports/records.js';

describe('clock and chance', () => {
  it('tell the time and give as many bytes as asked for, never the same', () => {
    const before = Date.now();
    const now = createClock().now();
    assert.ok(now >= before && now <= Date.now());
    assert.equal(createChance().bytes(32).length, 32);
    assert.notDeepEqual(createChance().bytes(16), createChance().bytes(16));
  });
});

describe('local fanout', () => {
  it('tells every subscriber of a conversation, and nobody else', () => {
    const fanout = createLocalFanout();
    const heard: string[] = [];
    const listen = (name: string) => (signal: string) => void heard.push(`${name} ${signal}`);
    const shared = listen('b');
    fanout.subscribe('one', listen('a'));
    const end = fanout.subscribe('one', shared);
    fanout.subscribe('one', shared);
    fanout.subscribe('two', listen('c'));
    fanout.publish('one', 'entries');
    end();
    end();
    fanout.publish('one', 'typing');
    fanout.publish('none', 'ended');
    assert.deepEqual(heard, ['a entries', 'b entries', 'b entries', 'a typing', 'b typing']);
  });

  it('a listener that throws, ends itself or ends another harms nobody', () => {
    const fanout = createLocalFanout();
    const heard: string[] = [];
    const ends: (() => void)[] = [];
    ends.push(
      fanout.subscribe('one', () => {
        ends.forEach((end) => end());
        throw new Error('a broken socket');
      }),
      fanout.subscribe('one', () => void heard.push('ended')),
    );
    fanout.subscribe('one', () => void heard.push('stays'));
    fanout.publish('one', 'entries');
    fanout.publish('one', 'entries');
    assert.deepEqual(heard, ['stays', 'stays']);
  });

  it('an old subscription that ends twice leaves a new one alone', () => {
    const fanout = createLocalFanout();
    const heard: string[] = [];
    const end = fanout.subscribe('one', () => undefined);
    end();
    fanout.subscribe('one', () => void heard.push('new'));
    end();
    fanout.publish('one', 'entries');
    assert.deepEqual(heard, ['new']);
  });
});

describe('form hash', () => {
  const form: Form = { id: 'a', version: 1, finish: 'review', steps: [{ id: 's', slots: [] }] };

  it('is SHA-256 of the canonical JSON and does not depend on the order of keys', () => {
    // printf '{"finish":"review","id":"a","steps":[{"id":"s","slots":[]}],"version":1}' | sha256sum
    const known = '99cc8983ac02d25adbc623052b7ff5ce66d46df73707c116421bfb2f865df18d';
    assert.equal(formHash(form), known);
    assert.equal(formHash({ steps: [{ slots: [], id: 's' }], finish: 'review', version: 1, id: 'a' }), known);
    assert.equal(formHash({ ...form, story: undefined }), known);
  });

  it('changes with any question, and with their order', () => {
    const two = {
      ...form,
      steps: [
        { id: 's', slots: [] },
        { id: 't', slots: [] },
      ],
    };
    const turned = {
      ...form,
      steps: [
        { id: 't', slots: [] },
        { id: 's', slots: [] },
      ],
    };
    assert.equal(new Set([form, two, turned, { ...form, version: 2 }].map(formHash)).size, 4);
  });

  it('refuses what is no JSON', () => {
    assert.throws(() => formHash({ ...form, id: () => 'a' } as unknown as Form), TypeError);
  });
});

describe('metrics', () => {
  const now = Date.parse('2026-11-23T20:17:00Z');
  const textOf = (backlog: Partial<Backlog>, asked: string[] = []) =>
    createMetrics({
      clock: { now: () => now },
      records: {
        backlog: async () => ({ waiting: 0, refused: 0, oldest: null, ...backlog }),
        tallied: async (name, day) => {
          asked.push(`${name} before ${day}`);
          return name === tallies.confirmed ? 12 : 11;
        },
      },
    });

  it('tells refused parcels at once, and reports up to yesterday only', async () => {
    const asked: string[] = [];
    const text = await textOf({ refused: 2 }, asked).text();
    assert.match(text, /^smt_parcels_refused 2$/m);
    assert.match(text, /^smt_reports_confirmed_total 12$/m);
    assert.match(text, /^smt_reports_delivered_total 11$/m);
    assert.deepEqual(asked, ['reports.confirmed before 2026-11-23', 'reports.delivered before 2026-11-23']);
  });

  it('counts no report twice when it is read twice', async () => {
    const metrics = textOf({});
    await metrics.text();
    assert.match(await metrics.text(), /^smt_reports_confirmed_total 12$/m);
  });

  const minute = 60_000;
  for (const [age, band] of [
    [null, 'none'],
    [0, 'under_1h'],
    [59 * minute, 'under_1h'],
    [60 * minute, 'under_1d'],
    [24 * 60 * minute, 'over_1d'],
  ] as const) {
    it(`shows an oldest parcel of ${age} ms as ${band}, and no finer`, async () => {
      const text = await textOf({ oldest: age === null ? null : now - age }).text();
      const ages = [...text.matchAll(/^smt_oldest_parcel_age\{band="(\w+)"\} (\d)$/gm)].map((m) => `${m[1]} ${m[2]}`);
      const bands = ['none', 'under_1h', 'under_1d', 'over_1d'];
      assert.deepEqual(
        ages,
        bands.map((name) => `${name} ${name === band ? 1 : 0}`),
      );
    });
  }

  it('never shows how many wait, nor any label but the band', async () => {
    const text = await textOf({ waiting: 7391 }).text();
    assert.equal(text.includes('7391'), false);
    const own = text.split('\n').filter((line) => line.startsWith('smt_') && line.includes('{'));
    assert.ok(own.every((line) => /^smt_oldest_parcel_age\{band="[^"]+"\} \d$/.test(line)));
    assert.match(text, /^process_cpu_seconds_total /m);
  });

  it('rejects when the store does', async () => {
    const metrics = createMetrics({
      clock: { now: () => now },
      records: { backlog: () => Promise.reject(new Error('away')), tallied: async () => 0 },
    });
    await assert.rejects(metrics.text(), /away/);
  });
});
