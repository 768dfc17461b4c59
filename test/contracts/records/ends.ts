// How things end: unseen from the moment of their end, and physically gone after a sweep, which does a bounded piece of work.
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
  say,
  start,
  sweepAll,
  text,
  type Make,
  type Subject,
} from '../subject.js';
import { withSubject } from '../with-subject.js';

const end = start + lifetime.idle;

export function endsContract(make: Make): void {
  const it_ = (title: string, test: (subject: Subject) => Promise<void>) => it(title, withSubject(make, test));

  /** A conversation with everything that one can have. */
  async function begin(subject: Subject): Promise<void> {
    const entry = { body: bytes('hello'), fingerprint: 'f' };
    await subject.records.append('c', entry, { now: start, lifetime, mustExist: false });
    const vault = { body: bytes('secret'), until: start + day };
    const log = [{ at: start, body: bytes('reply') }];
    await subject.records.commit('c', 0, change(1, { vault, log, parcels: [parcel('p')] }));
  }

  describe('the end of a conversation', () => {
    it_('comes after its last moment: gone for load, read and append', async (subject) => {
      await begin(subject);
      assert.equal((await subject.records.load('c', end))?.revision, 1);
      assert.equal((await subject.records.read('c', 0, 10, end)).length, 2);
      assert.equal(await subject.records.load('c', end + 1), null);
      assert.deepEqual(await subject.records.read('c', 0, 10, end + 1), []);
      const entry = { body: bytes('x'), fingerprint: 'f' };
      assert.equal(await subject.records.append('c', entry, { now: end + 1, lifetime, mustExist: true }), null);
    });

    it_('does not stop a commit that was made in time and comes a moment late', async (subject) => {
      await begin(subject);
      assert.equal(await subject.records.commit('c', 1, change(1, { parcels: [parcel('late')] })), true);
      assert.equal((await subject.records.backlog()).waiting, 2);
    });

    it_('lets the next one begin afresh, with nothing of the old', async (subject) => {
      await begin(subject);
      const now = end + 1;
      const entry = { body: bytes('new'), fingerprint: 'f' };
      const added = await subject.records.append('c', entry, { now, lifetime, mustExist: false });
      assert.deepEqual(added, { seq: 1, at: now, isNew: true });
      const loaded = await subject.records.load('c', now);
      assert.ok(loaded);
      const { next, ...rest } = loaded;
      const expiresAt = now + lifetime.idle;
      assert.deepEqual(rest, { revision: 0, handled: 0, startedAt: now, expiresAt, state: null, vault: null });
      assert.equal(text(next?.body), 'new');
      assert.equal((await subject.records.read('c', 0, 10, now)).length, 1);
      assert.equal(await subject.records.commit('c', 1, change(1)), false, 'a turn of the old one came through');
    });

    it_('lets a fingerprint of the old one be used again', async (subject) => {
      for (const end of ['by itself', 'by a sweep', 'by erasing']) {
        await begin(subject);
        const now = end === 'by itself' ? start + day : start;
        if (end === 'by a sweep') await sweepAll(subject, start + day);
        if (end === 'by erasing') await subject.records.erase('c');
        await say(subject, 'c', 'other words', now);
        const entry = { body: bytes('hello'), fingerprint: 'f' };
        const added = await subject.records.append('c', entry, { now, lifetime, mustExist: true });
        assert.deepEqual([added?.seq, added?.isNew], [2, true], end);
        await subject.records.erase('c');
      }
    });

    it_('leaves a file alone that was sent just before the words that begin afresh', async (subject) => {
      await begin(subject);
      const now = end + minute;
      await keep(subject, 'b1', 'c', 'new', now + day);
      assert.equal(await subject.records.sweep(now, 100), 1);
      await say(subject, 'c', 'new', now);
      const claims = [{ blob: 'b1', parcel: 'q' }];
      assert.equal(await subject.records.commit('c', 0, change(1, { parcels: [parcel('q')], claims })), true);
    });
  });

  describe('sweep', () => {
    it_('finds nothing where nothing has ended', async (subject) => {
      assert.equal(await subject.records.sweep(start, 100), 0);
      await begin(subject);
      await keep(subject, 'b1', 'c');
      assert.equal(await subject.records.sweep(end, 100), 0);
      assert.equal((await subject.records.load('c', end))?.revision, 1);
    });

    it_('deletes an ended conversation, also for a clock that stands in the past', async (subject) => {
      await begin(subject);
      assert.equal(await subject.records.sweep(end + 1, 100), 1);
      assert.equal(await subject.records.load('c', start), null);
      assert.deepEqual(await subject.records.read('c', 0, 10, start), []);
      assert.equal(await subject.records.commit('c', 1, change(1)), false);
      await say(subject, 'c', 'again');
      const loaded = await subject.records.load('c', start);
      assert.deepEqual([loaded?.revision, loaded?.state, loaded?.vault], [0, null, null]);
      assert.equal(await sweepAll(subject, start + lifetime.idle), 0);
    });

    it_('leaves a conversation whose end has moved', async (subject) => {
      await begin(subject);
      await say(subject, 'c', 'more', end);
      assert.equal(await subject.records.sweep(end + 1, 100), 0);
      assert.equal((await subject.records.load('c', end + 1))?.revision, 1);
      assert.equal(await sweepAll(subject, start + lifetime.absolute + 1), 1);
    });

    it_('deletes unclaimed blobs at their own end, with their content', async (subject) => {
      await keep(subject, 'b1', 'c', 'x', start + minute);
      await keep(subject, 'b2', 'c', 'x', start + 2 * minute);
      assert.equal(await subject.records.sweep(start + minute, 100), 0);
      assert.equal(await subject.records.sweep(start + minute + 1, 100), 1);
      assert.deepEqual([await isKept(subject, 'b1'), await isKept(subject, 'b2')], [false, true]);
    });

    it_('deletes ended mailboxes', async (subject) => {
      await subject.mailboxes.putIfAbsent('m', { publicKey: 'k', expiresAt: start + day });
      assert.equal(await subject.records.sweep(start + day, 100), 0);
      assert.equal(await subject.records.sweep(start + day + 1, 100), 1);
      assert.equal(await subject.mailboxes.find('m', start), null);
    });

    it_('takes no more than the limit in one go, the longest gone first', async (subject) => {
      for (let n = 0; n < 25; n += 1) await say(subject, `c${n}`, 'hello', start + n);
      const later = start + lifetime.idle + minute;
      const went: number[] = [];
      for (let count = -1; count !== 0; went.push(count)) count = await subject.records.sweep(later, 10);
      assert.deepEqual(went, [10, 10, 5, 0]);
    });

    it_('takes a very long conversation in pieces, and it is gone from the first one on', async (subject) => {
      const long = Array.from({ length: 5_000 }, (_, n) => ({ at: start + n, body: bytes(`${n}`) }));
      await say(subject, 'c', 'hello');
      await subject.records.commit('c', 0, change(1, { log: long, parcels: [parcel('p')] }));
      await say(subject, 'd', 'hello');
      const later = end + minute;
      assert.ok((await subject.records.sweep(later, 100)) > 0);
      assert.equal(await subject.records.load('c', start), null);
      assert.deepEqual(await subject.records.read('c', 0, 10, start), []);
      assert.equal(await subject.records.commit('c', 1, change(1)), false);
      await sweepAll(subject, later);
      await say(subject, 'c', 'again', start);
      assert.equal((await subject.records.read('c', 0, 10, start)).length, 1);
      assert.equal(await subject.records.load('d', start), null);
    });

    it_('lets a conversation begin afresh between two pieces', async (subject) => {
      const long = Array.from({ length: 5_000 }, (_, n) => ({ at: start + n, body: bytes(`${n}`) }));
      await say(subject, 'c', 'hello');
      await subject.records.commit('c', 0, change(1, { log: long }));
      const later = end + minute;
      await subject.records.sweep(later, 100);
      await say(subject, 'c', 'new', later);
      await sweepAll(subject, later);
      assert.deepEqual(
        (await subject.records.read('c', 0, 10, later)).map(({ body }) => text(body)),
        ['new'],
      );
    });

    it_('harms nothing when several sweep at the same time', async (subject) => {
      for (let n = 0; n < 40; n += 1) await say(subject, `c${n}`, 'hello', start);
      await say(subject, 'alive', 'hello', start + lifetime.idle);
      await Promise.all(Array.from({ length: 8 }, () => subject.records.sweep(end + 1, 10)));
      await sweepAll(subject, end + 1);
      assert.equal(await subject.records.load('c39', start), null);
      assert.notEqual(await subject.records.load('alive', end + 1), null);
    });
  });
}
