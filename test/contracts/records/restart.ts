// What a restart leaves: everything.
import assert from 'node:assert/strict';
import { bytes, change, day, keep, lifetime, minute, parcel, readAll, start, text, type Make } from '../subject.js';

export function restartContract(make: Make): void {
  describe('a restart', () => {
    it('keeps everything', async function () {
      const before = await make();
      if (!before.reopen) {
        await before.close();
        return this.skip();
      }
      const { records, mailboxes } = before;
      const entry = { body: bytes('hello'), fingerprint: 'f' };
      await records.append('c', entry, { now: start, lifetime, mustExist: false });
      await keep(before, 'b1', 'c');
      await keep(before, 'b2', 'c');
      await records.commit(
        'c',
        0,
        change(1, {
          vault: { body: bytes('secret'), until: start + minute },
          log: [{ at: start, body: bytes('reply') }],
          parcels: [parcel('p'), parcel('q')],
          claims: [{ blob: 'b1', parcel: 'p' }],
        }),
      );
      const [held] = await records.lease(start, start + minute, 1);
      await mailboxes.putIfAbsent('m', { publicKey: 'k', expiresAt: start + day });
      await mailboxes.markTaken('m');
      await records.pin('salt', bytes('one'));
      await records.tally('reports', '2027-01-01');
      const seen = [await records.load('c', start), await records.read('c', 0, 10, start), await records.backlog()];

      const after = await before.reopen();
      try {
        const again = after.records;
        assert.deepEqual(
          [await again.load('c', start), await again.read('c', 0, 10, start), await again.backlog()],
          seen,
        );
        assert.deepEqual(await again.append('c', entry, { now: start, lifetime, mustExist: false }), {
          seq: 1,
          at: start,
          isNew: false,
        });
        assert.equal(await readAll(await after.blobs.read('b1')), 'content of b1');
        assert.equal(await readAll(await after.blobs.read('b2')), 'content of b2');
        // A store with one owner gives leases back when it opens; a shared one cannot know. Nobody may hold one twice.
        const leased = (await again.lease(start, start + minute, 10)).map(({ id }) => id).sort();
        const isGivenBack = leased.includes('p');
        assert.deepEqual(leased, isGivenBack ? ['p', 'q'] : ['q']);
        assert.equal(await again.settle('p', held?.lease ?? '', { kind: 'done' }), !isGivenBack);
        assert.deepEqual(await after.mailboxes.find('m', start), { publicKey: 'k', status: 'taken' });
        assert.equal(text(await again.pin('salt', bytes('two'))), 'one');
        assert.equal(await again.tallied('reports', '2027-01-02'), 1);
      } finally {
        await after.close();
      }
    });
  });
}
