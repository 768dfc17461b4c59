// Erasing: what a person can take back goes at once; what was sent stays.
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
  type Make,
  type Subject,
} from '../subject.js';
import { withSubject } from '../with-subject.js';

export function eraseContract(make: Make): void {
  const it_ = (title: string, test: (subject: Subject) => Promise<void>) => it(title, withSubject(make, test));

  describe('erase', () => {
    it_(
      'deletes state, vault, log, fingerprints and unclaimed blobs; parcels and their blobs stay',
      async (subject) => {
        const { records } = subject;
        const entry = { body: bytes('hello'), fingerprint: 'f' };
        await records.append('c', entry, { now: start, lifetime, mustExist: false });
        for (const id of ['b1', 'b2']) await keep(subject, id, 'c');
        const vault = { body: bytes('secret'), until: start + minute };
        const claims = [{ blob: 'b1', parcel: 'p' }];
        await records.commit('c', 0, change(1, { vault, parcels: [parcel('p')], claims }));
        await records.erase('c');
        assert.equal(await records.sweep(start + 365 * day, 100), 0, 'an end was left behind');
        assert.equal(await records.load('c', start), null);
        assert.deepEqual(await records.read('c', 0, 10, start), []);
        assert.deepEqual([await isKept(subject, 'b1'), await isKept(subject, 'b2')], [true, false]);
        assert.equal((await records.backlog()).waiting, 1);
        assert.deepEqual((await records.lease(start, start + minute, 1))[0]?.blobs, ['b1']);
        const again = await records.append('c', entry, { now: start, lifetime, mustExist: false });
        assert.deepEqual(again, { seq: 1, at: start, isNew: true });
        const loaded = await records.load('c', start);
        assert.deepEqual([loaded?.revision, loaded?.state, loaded?.vault], [0, null, null]);
      },
    );

    it_('leaves other conversations alone, also those whose name begins the same', async (subject) => {
      for (const id of ['c', 'ca', 'c0', 'b', 'c.']) {
        await say(subject, id, 'hello');
        await keep(subject, `blob-${id.replace('.', 'dot')}`, id);
      }
      await subject.records.erase('c');
      for (const id of ['ca', 'c0', 'b', 'c.']) {
        assert.equal((await subject.records.read(id, 0, 10, start)).length, 1);
        assert.equal(await isKept(subject, `blob-${id.replace('.', 'dot')}`), true);
      }
    });

    it_('takes blobs of a conversation that has said nothing yet', async (subject) => {
      await keep(subject, 'b1', 'c');
      await subject.records.erase('c');
      assert.equal(await isKept(subject, 'b1'), false);
    });

    it_('is fine for what never was, and twice', async (subject) => {
      await subject.records.erase('never');
      await say(subject, 'c', 'hello');
      await Promise.all([subject.records.erase('c'), subject.records.erase('c')]);
      assert.equal(await subject.records.load('c', start), null);
      assert.equal(await subject.records.sweep(start + lifetime.absolute * 2, 100), 0, 'an end was left behind');
    });

    it_('beats a commit that was made before it, or comes after it, never in the middle', async (subject) => {
      for (let round = 0; round < 10; round += 1) {
        await say(subject, 'c', 'hello');
        const wanted = change(1, { parcels: [parcel(`p${round}`)] });
        const before = (await subject.records.backlog()).waiting;
        const [isDone] = await Promise.all([subject.records.commit('c', 0, wanted), subject.records.erase('c')]);
        assert.equal((await subject.records.backlog()).waiting, before + (isDone ? 1 : 0));
        assert.equal(await subject.records.load('c', start), null);
      }
    });
  });
}
