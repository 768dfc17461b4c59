// Parcels as a commit brings them: put-if-absent, with their blobs, and independent of the conversation that they came from.
import assert from 'node:assert/strict';
import {
  bytes,
  change,
  day,
  isKept,
  keep,
  lifetime,
  minute,
  parcel,
  post,
  readAll,
  say,
  start,
  sweepAll,
  text,
  type Make,
  type Subject,
} from '../subject.js';
import { withSubject } from '../with-subject.js';

export function parcelContract(make: Make): void {
  const it_ = (title: string, test: (subject: Subject) => Promise<void>) => it(title, withSubject(make, test));

  /** Commits parcel p with blobs b2, b1 (in this order) of conversation c. */
  async function postWithBlobs(subject: Subject, rest: Parameters<typeof parcel>[1] = {}): Promise<void> {
    await say(subject, 'c', 'hello');
    await keep(subject, 'b1', 'c');
    await keep(subject, 'b2', 'c');
    const claims = [
      { blob: 'b2', parcel: 'p' },
      { blob: 'b1', parcel: 'p' },
    ];
    assert.equal(await subject.records.commit('c', 0, change(1, { parcels: [parcel('p', rest)], claims })), true);
  }

  describe('a parcel', () => {
    it_('comes out as it went in, with its blobs in the order of the claims', async (subject) => {
      await postWithBlobs(subject, { kind: 'report', meta: { reportId: 'r', urgent: 'yes' }, createdAt: start - 5 });
      const [leased, ...others] = await subject.records.lease(start, start + minute, 10);
      assert.ok(leased);
      assert.deepEqual(others, []);
      const { lease, body, due, ...rest } = leased;
      assert.equal(text(body), 'sealed p');
      assert.equal(due, start + minute, 'not due again before');
      assert.ok(lease.length >= 16);
      assert.deepEqual(rest, {
        id: 'p',
        kind: 'report',
        meta: { reportId: 'r', urgent: 'yes' },
        createdAt: start - 5,
        expiresAt: start + 30 * day,
        attempts: 0,
        blobs: ['b2', 'b1'],
      });
      assert.equal(await readAll(await subject.blobs.read('b2')), 'content of b2');
    });

    it_('is put if absent: the first one stays, waiting or refused', async (subject) => {
      await post(subject, parcel('p', { body: bytes('first') }));
      await say(subject, 'c', 'hello');
      await keep(subject, 'b1', 'c');
      const again = change(1, {
        parcels: [parcel('p', { body: bytes('second'), due: start - day, createdAt: start - day }), parcel('q')],
        claims: [{ blob: 'b1', parcel: 'p' }],
      });
      assert.equal(await subject.records.commit('c', 0, again), true);
      assert.deepEqual(await subject.records.backlog(), { waiting: 2, refused: 0, oldest: start });
      const leased = await subject.records.lease(start, start + minute, 10);
      assert.deepEqual(
        leased.map(({ id, body, blobs }) => [id, text(body), blobs]),
        [
          ['p', 'first', []],
          ['q', 'sealed q', []],
        ],
      );
      for (const { id, lease } of leased) await subject.records.settle(id, lease, { kind: 'refused' });
      await subject.records.commit('c', 1, change(1, { parcels: [parcel('p')] }));
      assert.deepEqual(await subject.records.backlog(), { waiting: 0, refused: 2, oldest: null });
    });

    it_('takes its blobs along: they outlive their own end and that of the conversation', async (subject) => {
      await postWithBlobs(subject);
      await keep(subject, 'b3', 'c');
      const later = start + 20 * day;
      assert.equal(await sweepAll(subject, later), 2, 'the conversation and the unclaimed blob');
      assert.equal(await subject.records.load('c', start), null);
      assert.equal(await isKept(subject, 'b3'), false, 'the unclaimed one');
      assert.equal(await readAll(await subject.blobs.read('b1')), 'content of b1');
      assert.deepEqual((await subject.records.lease(later, later + minute, 10))[0]?.blobs, ['b2', 'b1']);
    });

    it_('goes with its blobs and no others when it is done', async (subject) => {
      await postWithBlobs(subject);
      await keep(subject, 'b3', 'c');
      const [leased] = await subject.records.lease(start, start + minute, 10);
      assert.equal(await subject.records.settle('p', leased?.lease ?? '', { kind: 'done' }), true);
      assert.deepEqual(await Promise.all(['b1', 'b2', 'b3'].map((id) => isKept(subject, id))), [false, false, true]);
      assert.deepEqual(await subject.records.backlog(), { waiting: 0, refused: 0, oldest: null });
      assert.deepEqual(await subject.records.lease(start + day, start + 2 * day, 10), []);
      assert.equal((await subject.records.load('c', start))?.revision, 1, 'the conversation lives on');
    });

    it_('keeps body and blobs while refused, for 7 days after its end, and then goes', async (subject) => {
      await postWithBlobs(subject, { expiresAt: start + day });
      const [leased] = await subject.records.lease(start, start + minute, 10);
      assert.equal(await subject.records.settle('p', leased?.lease ?? '', { kind: 'refused' }), true);
      await sweepAll(subject, start + 8 * day);
      assert.deepEqual(await subject.records.backlog(), { waiting: 0, refused: 1, oldest: null });
      assert.equal(await isKept(subject, 'b1'), true);
      assert.equal(await sweepAll(subject, start + 8 * day + 1), 1);
      assert.deepEqual(await subject.records.backlog(), { waiting: 0, refused: 0, oldest: null });
      assert.equal(await isKept(subject, 'b1'), false);
    });

    it_('stays when the conversation is erased, ends or begins afresh', async (subject) => {
      await postWithBlobs(subject);
      await subject.records.erase('c');
      await say(subject, 'c', 'again');
      await say(subject, 'c', 'afresh', start + lifetime.absolute + 1);
      await sweepAll(subject, start + 10 * day);
      const leased = await subject.records.lease(start + 10 * day, start + 11 * day, 10);
      assert.deepEqual(
        leased.map(({ id, blobs }) => [id, blobs]),
        [['p', ['b2', 'b1']]],
      );
      assert.equal(await isKept(subject, 'b2'), true);
    });

    it_('is never swept while it waits, however long ago its end was', async (subject) => {
      await post(subject, parcel('p', { expiresAt: start + day }));
      const later = start + 400 * day;
      await sweepAll(subject, later);
      assert.equal((await subject.records.backlog()).waiting, 1);
      const [leased] = await subject.records.lease(later, later + minute, 10);
      assert.equal(leased?.expiresAt, start + day, 'the courier decides what to do with it');
    });
  });
}
