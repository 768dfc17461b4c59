// The outbox: leases that keep couriers apart, settlements, and what the backlog says.
import assert from 'node:assert/strict';
import { minute, parcel, post, start, type Make, type Subject } from '../subject.js';
import { withSubject } from '../with-subject.js';

const ids = (parcels: { id: string }[]) => parcels.map(({ id }) => id);

export function outboxContract(make: Make): void {
  const it_ = (title: string, test: (subject: Subject) => Promise<void>) => it(title, withSubject(make, test));
  const many = (count: number, first = 0) =>
    Array.from({ length: count }, (_, n) => parcel(`p${first + n}`, { due: start + n, createdAt: start + n }));

  describe('lease', () => {
    it_('is empty when nothing is due', async (subject) => {
      assert.deepEqual(await subject.records.lease(start, start + minute, 10), []);
      await post(subject, parcel('p', { due: start + minute }));
      assert.deepEqual(await subject.records.lease(start + minute - 1, start + 2 * minute, 10), []);
      assert.deepEqual(ids(await subject.records.lease(start + minute, start + 2 * minute, 10)), ['p']);
    });

    it_('takes nothing early, not by half a millisecond', async (subject) => {
      await post(subject, parcel('p', { due: start + 0.5 }));
      assert.deepEqual(await subject.records.lease(start, start + minute, 10), []);
      assert.deepEqual(ids(await subject.records.lease(start + 1, start + minute, 10)), ['p']);
    });

    it_('takes up to the limit, the longest due first', async (subject) => {
      await post(subject, ...many(5));
      assert.deepEqual(ids(await subject.records.lease(start + 10, start + minute, 2)), ['p0', 'p1']);
      assert.deepEqual(ids(await subject.records.lease(start + 10, start + minute, 2)), ['p2', 'p3']);
      assert.deepEqual(ids(await subject.records.lease(start + 3, start + minute, 2)), [], 'p4 is due later');
      assert.deepEqual(ids(await subject.records.lease(start + 4, start + minute, 2)), ['p4']);
    });

    it_('gives each parcel to one of many simultaneous couriers', async (subject) => {
      await post(subject, ...many(40));
      const taken = await Promise.all(
        Array.from({ length: 20 }, () => subject.records.lease(start + minute, start + 2 * minute, 5)),
      );
      const all = ids(taken.flat());
      assert.equal(all.length, 40);
      assert.equal(new Set(all).size, 40);
      assert.equal(new Set(taken.flat().map(({ lease }) => lease)).size, 40, 'a lease was given twice');
    });

    it_('runs out: the parcel is due again at `until`, and its attempts are counted', async (subject) => {
      await post(subject, parcel('p'));
      const until = start + minute;
      const [first] = await subject.records.lease(start, until, 10);
      assert.deepEqual(await subject.records.lease(until - 1, until + minute, 10), []);
      const [second] = await subject.records.lease(until, until + minute, 10);
      const [third] = await subject.records.lease(until + minute, until + 2 * minute, 10);
      assert.deepEqual([first?.attempts, second?.attempts, third?.attempts], [0, 1, 2]);
      assert.equal(new Set([first?.lease, second?.lease, third?.lease]).size, 3);
    });
  });

  describe('settle', () => {
    it_('refuses a lease that has passed to another, and then changes nothing', async (subject) => {
      await post(subject, parcel('p'));
      const [old] = await subject.records.lease(start, start + 1, 1);
      const [held] = await subject.records.lease(start + 1, start + minute, 1);
      assert.ok(old && held);
      for (const kind of ['done', 'refused'] as const)
        assert.equal(await subject.records.settle('p', old.lease, { kind }), false);
      assert.equal(await subject.records.settle('p', old.lease, { kind: 'later', due: start }), false);
      assert.equal(await subject.records.settle('p', '', { kind: 'done' }), false);
      assert.equal(await subject.records.settle('other', held.lease, { kind: 'done' }), false);
      assert.deepEqual(await subject.records.backlog(), { waiting: 1, refused: 0, oldest: start });
      assert.deepEqual(
        await subject.records.lease(start + minute - 1, start + 2 * minute, 1),
        [],
        'it became due early',
      );
      assert.equal(await subject.records.settle('p', held.lease, { kind: 'done' }), true);
    });

    it_('takes the word of a courier whose time is up, as long as nobody else has the parcel', async (subject) => {
      await post(subject, parcel('p'));
      const [held] = await subject.records.lease(start, start + 1, 1);
      assert.equal(await subject.records.settle('p', held?.lease ?? '', { kind: 'done' }), true);
      assert.deepEqual(await subject.records.lease(start + minute, start + 2 * minute, 1), []);
    });

    it_('takes one of two simultaneous settlements', async (subject) => {
      await post(subject, parcel('p'));
      const [held] = await subject.records.lease(start, start + minute, 1);
      const both = await Promise.all(
        (['done', 'refused'] as const).map((kind) => subject.records.settle('p', held?.lease ?? '', { kind })),
      );
      assert.equal(both.filter(Boolean).length, 1);
      const { waiting, refused } = await subject.records.backlog();
      assert.equal(waiting, 0);
      assert.equal(refused, both[1] ? 1 : 0);
    });

    it_('later: due again at the time given, and the lease is over', async (subject) => {
      await post(subject, parcel('p'));
      const [held] = await subject.records.lease(start, start + minute, 1);
      const lease = held?.lease ?? '';
      assert.equal(await subject.records.settle('p', lease, { kind: 'later', due: start + 9 * minute }), true);
      assert.equal(await subject.records.settle('p', lease, { kind: 'done' }), false);
      assert.deepEqual(await subject.records.lease(start + 9 * minute - 1, start + 10 * minute, 1), []);
      const [again] = await subject.records.lease(start + 9 * minute, start + 10 * minute, 1);
      assert.deepEqual([again?.id, again?.attempts], ['p', 1]);
      const { waiting, oldest } = await subject.records.backlog();
      assert.deepEqual([waiting, oldest], [1, start]);
    });

    it_('refused: set aside for good, never leased again', async (subject) => {
      await post(subject, ...many(2));
      const [held] = await subject.records.lease(start, start + minute, 1);
      assert.equal(await subject.records.settle('p0', held?.lease ?? '', { kind: 'refused' }), true);
      assert.equal(await subject.records.settle('p0', held?.lease ?? '', { kind: 'done' }), false);
      assert.deepEqual(ids(await subject.records.lease(start + 90 * minute, start + 91 * minute, 10)), ['p1']);
      assert.deepEqual(await subject.records.backlog(), { waiting: 1, refused: 1, oldest: start + 1 });
    });
  });

  describe('backlog', () => {
    it_('is empty at first', async ({ records }) => {
      assert.deepEqual(await records.backlog(), { waiting: 0, refused: 0, oldest: null });
    });

    it_('counts leased parcels as waiting, and names the oldest by creation', async (subject) => {
      await post(subject, parcel('young', { createdAt: start + 500 }), parcel('old', { createdAt: start - 500 }));
      assert.deepEqual(await subject.records.backlog(), { waiting: 2, refused: 0, oldest: start - 500 });
      const leased = await subject.records.lease(start, start + minute, 10);
      assert.deepEqual(await subject.records.backlog(), { waiting: 2, refused: 0, oldest: start - 500 });
      const old = leased.find(({ id }) => id === 'old');
      await subject.records.settle('old', old?.lease ?? '', { kind: 'done' });
      assert.deepEqual(await subject.records.backlog(), { waiting: 1, refused: 0, oldest: start + 500 });
    });

    it_('is right after a great deal of simultaneous work', async (subject) => {
      await Promise.all(Array.from({ length: 10 }, (_, n) => post(subject, ...many(5, n * 5))));
      const leased = await subject.records.lease(start + minute, start + 2 * minute, 50);
      const kinds = ['done', 'refused', 'later'] as const;
      await Promise.all(
        leased.map(({ id, lease }, n) => {
          const kind = kinds[n % 3] ?? 'done';
          return subject.records.settle(id, lease, kind === 'later' ? { kind, due: start } : { kind });
        }),
      );
      const { waiting, refused } = await subject.records.backlog();
      assert.deepEqual([leased.length, waiting, refused], [50, 16, 17]);
    });
  });
}
