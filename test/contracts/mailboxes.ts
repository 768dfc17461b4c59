// The contract of src/ports/mailboxes.ts, run on every adapter that claims to keep it.
import assert from 'node:assert/strict';
import { day, start, sweepAll, type Make, type Subject } from './subject.js';
import { withSubject } from './with-subject.js';

/** Declares the suite for the adapter `name`; `make` gives an empty store each time. */
export function mailboxesContract(name: string, make: Make): void {
  const it_ = (title: string, test: (subject: Subject) => Promise<void>) => it(title, withSubject(make, test));
  const end = start + day;

  describe(`${name} keeps the contract of Mailboxes`, () => {
    it_('finds what was put, kept at first', async ({ mailboxes }) => {
      assert.equal(await mailboxes.find('m', start), null);
      await mailboxes.putIfAbsent('m', { publicKey: 'k', expiresAt: end });
      assert.deepEqual(await mailboxes.find('m', start), { publicKey: 'k', status: 'kept' });
      assert.equal(await mailboxes.find('other', start), null);
    });

    it_('keeps the first one: a repeat changes neither key, status nor end', async (subject) => {
      const { mailboxes } = subject;
      await mailboxes.putIfAbsent('m', { publicKey: 'k', expiresAt: end });
      await mailboxes.markTaken('m');
      await mailboxes.putIfAbsent('m', { publicKey: 'other', expiresAt: end + day });
      assert.deepEqual(await mailboxes.find('m', end), { publicKey: 'k', status: 'taken' });
      assert.equal(await mailboxes.find('m', end + 1), null);
      assert.equal(await sweepAll(subject, end + 1), 1);
      assert.equal(await sweepAll(subject, end + day + 1), 0);
    });

    it_('takes one of many simultaneous first ones', async ({ mailboxes }) => {
      const keys = Array.from({ length: 20 }, (_, n) => `k${n}`);
      await Promise.all(keys.map((publicKey) => mailboxes.putIfAbsent('m', { publicKey, expiresAt: end })));
      const found = await mailboxes.find('m', start);
      assert.ok(keys.includes(found?.publicKey ?? ''));
    });

    it_('marks as taken, twice if need be, and creates nothing', async ({ mailboxes }) => {
      await mailboxes.markTaken('m');
      assert.equal(await mailboxes.find('m', start), null);
      await mailboxes.putIfAbsent('m', { publicKey: 'k', expiresAt: end });
      await Promise.all([mailboxes.markTaken('m'), mailboxes.markTaken('m')]);
      assert.deepEqual(await mailboxes.find('m', start), { publicKey: 'k', status: 'taken' });
    });

    it_('does not find what has ended, and does not forget it before', async ({ mailboxes }) => {
      await mailboxes.putIfAbsent('m', { publicKey: 'k', expiresAt: end });
      assert.notEqual(await mailboxes.find('m', end), null);
      assert.equal(await mailboxes.find('m', end + 1), null);
    });
  });
}
