import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import path from 'node:path';
import sinon from 'sinon';
import { openEmbeddedStore, type EmbeddedStore } from '../../src/adapters/embedded/open-embedded-store.js';
import type { Delivery, DeliveryOutcome } from '../../src/ports/intake.js';
import type { NewParcel } from '../../src/ports/records.js';
import type { LogEvent } from '../../src/ports/world.js';
import { backOff, createCourier, deliveryTime, type Courier } from '../../src/turn/courier.js';
import { temporaryFolder } from '../support/process.js';

const start = Date.parse('2026-11-23T09:00:00Z');
const day = 24 * 3600 * 1000;

async function* bytes(text: string): AsyncIterable<Uint8Array> {
  yield Buffer.from(text);
}

describe('courier', () => {
  let store: EmbeddedStore;
  let folder = '';
  let now = start;
  let courier: Courier;
  let outcome: (delivery: Delivery, until?: AbortSignal) => Promise<DeliveryOutcome>;
  const delivered: Delivery[] = [];
  const logged: LogEvent[] = [];

  /** A conversation whose commit leaves one parcel, as a confirmed report does. */
  async function leave(id: string, blobs: string[] = []): Promise<void> {
    const conversation = `c-${id}`;
    const lifetime = { idle: day, absolute: day };
    const when = { now, lifetime, mustExist: false };
    await store.records.append(conversation, { body: Buffer.from('x'), fingerprint: null }, when);
    for (const blob of blobs) await store.blobs.write({ id: blob, conversation, expiresAt: now + day }, bytes(blob));
    const meta = { reportId: id, form: 'report/1', urgent: 'no', lookup: `l-${id}`, publicKey: 'k' };
    const parcel: NewParcel = {
      id,
      kind: 'report',
      meta,
      body: Buffer.from('sealed'),
      createdAt: now,
      due: now,
      expiresAt: now + 90 * day,
    };
    const claims = blobs.map((blob) => ({ blob, parcel: id }));
    const change = {
      handled: 1,
      state: Buffer.from('s'),
      vault: null,
      cutLog: false,
      log: [],
      parcels: [parcel],
      claims,
    };
    assert.ok(await store.records.commit(conversation, 0, change));
  }

  beforeEach(async () => {
    now = start;
    delivered.length = 0;
    logged.length = 0;
    outcome = async () => 'accepted';
    folder = temporaryFolder();
    store = await openEmbeddedStore({ path: folder, name: 'test' });
    courier = createCourier({
      remind: async () => 'done',
      ...store,
      intake: {
        async deliver(delivery, until) {
          const result = await outcome(delivery, until);
          if (result === 'accepted') delivered.push(delivery);
          return result;
        },
      },
      clock: { now: () => now },
      chance: { bytes: (length) => new Uint8Array(length) },
      log: { write: (event) => void logged.push(event) },
      mailboxLifetime: 180 * day,
    });
  });
  afterEach(async () => {
    await courier.stop();
    await store.close();
  });

  const statusOf = async (id: string) => (await store.mailboxes.find(`l-${id}`, now))?.status;

  it('delivers once, then deletes the copy and its files, and the receipt says taken', async () => {
    await leave('a', ['f1', 'f2']);
    await Promise.all([courier.run(), courier.run()]);
    await courier.run();
    assert.deepEqual(
      delivered.map(({ reportId, files }) => [reportId, files.length]),
      [['a', 2]],
    );
    assert.equal(await statusOf('a'), 'taken');
    assert.deepEqual(await store.records.backlog(), { waiting: 0, refused: 0, oldest: null });
    await assert.rejects(store.blobs.read('f1'), { code: 'blob.missing' });
  });

  it('tries again later, waiting longer each time, and the receipt says kept meanwhile', async () => {
    outcome = async () => 'later';
    await leave('a');
    const waits: number[] = [];
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await courier.run();
      assert.equal(await statusOf('a'), 'kept');
      const wait = backOff(attempt, 0);
      waits.push(wait);
      now += wait;
    }
    assert.ok(waits.every((wait, index) => index === 0 || wait > (waits[index - 1] ?? 0)));
    outcome = async () => 'accepted';
    now -= 1;
    await courier.run();
    assert.equal(delivered.length, 0, 'tried before it was due');
    now += 1;
    await courier.run();
    assert.equal(delivered.length, 1);
  });

  it('sets a refused report aside, with an alarm, and keeps the receipt honest', async () => {
    outcome = async () => 'refused';
    await leave('a');
    await courier.run();
    assert.equal((await store.records.backlog()).refused, 1);
    assert.ok(logged.some(({ event }) => event === 'report.refused'));
    assert.equal(await statusOf('a'), 'kept');
  });

  it('gives up after the report’s time, never silently', async () => {
    outcome = async () => 'later';
    await leave('a');
    now += 91 * day;
    await courier.run();
    assert.equal((await store.records.backlog()).refused, 1);
    assert.ok(logged.some(({ event }) => event === 'report.expired'));
  });

  it('survives an intake that throws: the lease runs out and the report is tried again', async () => {
    const deliver = sinon.stub().onFirstCall().rejects(new Error('rubbish')).resolves('accepted');
    outcome = deliver;
    await leave('a');
    await courier.run();
    assert.deepEqual(logged.at(-1), { event: 'courier.failed', code: 'unexpected' });
    now += 61_000;
    await courier.run();
    assert.equal(delivered.length, 1);
  });

  it('does not hold a report up for a file that is gone', async () => {
    await leave('a', ['f1', 'f2']);
    rmSync(path.join(folder, 'blobs', 'f1'));
    outcome = async ({ files }) => {
      for (const { open } of files) await open();
      return 'accepted';
    };
    await courier.run();
    assert.deepEqual(
      delivered.map(({ files }) => files.map(({ number }) => number)),
      [[2]],
    );
  });

  it('goes on at once with a report of which more has arrived, and backs off when nothing has', async () => {
    const outcomes: DeliveryOutcome[] = ['unfinished', 'unfinished', 'later'];
    outcome = async () => outcomes.shift() ?? 'accepted';
    await leave('a', ['f1']);
    await courier.run();
    assert.deepEqual(outcomes, [], 'all in one run');
    assert.equal(delivered.length, 0);
    assert.equal(await statusOf('a'), 'kept');
    now += 15 * 60_000;
    await courier.run();
    assert.equal(delivered.length, 1);
  });

  it('ends a delivery before its lease, also when a file is gone and it begins anew', async () => {
    const timeout = sinon.spy(globalThis, 'setTimeout');
    try {
      const signals: (AbortSignal | undefined)[] = [];
      outcome = async ({ files }, until) => {
        signals.push(until);
        for (const { open } of files) await open();
        return 'accepted';
      };
      await leave('a', ['f1', 'f2']);
      rmSync(path.join(folder, 'blobs', 'f1'));
      const lease = sinon.spy(store.records, 'lease');
      await courier.run();
      assert.equal(signals.length, 2);
      assert.ok(signals[0] !== undefined && signals[0] === signals[1], 'both share one limit');
      assert.equal(timeout.args.filter(([, ms]) => ms === deliveryTime).length, 1);
      const [leasedAt = 0, until = 0] = lease.args[0] ?? [];
      assert.ok(deliveryTime < until - leasedAt);
    } finally {
      timeout.restore();
    }
  });

  it('waits from the end of a slow failure, not from its beginning', async () => {
    let tries = 0;
    outcome = async () => {
      tries += 1;
      if (tries > 5) throw new Error('it never ends');
      now += 50_000;
      return 'later';
    };
    await leave('a');
    await courier.run();
    assert.equal(tries, 1);
  });

  it('stops within seconds while customs hangs, gives the report back, and delivers it at the next start', async () => {
    let isHanging = (): void => undefined;
    const hanging = new Promise<void>((resolve) => (isHanging = resolve));
    outcome = (_, until) =>
      new Promise((resolve) => {
        until?.addEventListener('abort', () => resolve('later'), { once: true });
        isHanging();
      });
    await leave('a');
    courier.start();
    await hanging;
    const began = Date.now();
    await courier.stop();
    assert.ok(Date.now() - began < 5_000);
    assert.equal((await store.records.backlog()).waiting, 1);
    now += 2_000;
    assert.equal((await store.records.lease(now, now + 1, 1)).length, 1, 'not leased any more');
  });

  it('backs off from 2 seconds to 15 minutes, with jitter', () => {
    assert.equal(backOff(0, 255), 2000);
    assert.equal(backOff(0, 0), 1000);
    assert.equal(backOff(1, 255), 4000);
    assert.equal(backOff(1000, 255), 15 * 60_000);
  });
});
