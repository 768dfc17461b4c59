// What is kept for good: pinned values, and counts a day.
import assert from 'node:assert/strict';
import { bytes, text, type Make, type Subject } from '../subject.js';
import { withSubject } from '../with-subject.js';

export function countingContract(make: Make): void {
  const it_ = (title: string, test: (subject: Subject) => Promise<void>) => it(title, withSubject(make, test));

  describe('pin', () => {
    it_('keeps the first candidate for good, under each name its own', async ({ records }) => {
      assert.equal(text(await records.pin('salt', bytes('one'))), 'one');
      assert.equal(text(await records.pin('salt', bytes('two'))), 'one');
      assert.equal(text(await records.pin('pepper', bytes('two'))), 'two');
    });

    it_('gives everybody the same when many start at the same moment', async ({ records }) => {
      const kept = await Promise.all(Array.from({ length: 20 }, (_, n) => records.pin('salt', bytes(`${n}`))));
      assert.equal(new Set(kept.map(text)).size, 1);
    });

    it_('gives away a copy', async ({ records }) => {
      (await records.pin('salt', bytes('one'))).fill(0);
      assert.equal(text(await records.pin('salt', bytes('two'))), 'one');
    });
  });

  describe('tally', () => {
    it_('counts by name and day, and sums all days before one', async ({ records }) => {
      assert.equal(await records.tallied('reports', '2027-03-01'), 0);
      const days = ['2026-12-31', '2027-02-27', '2027-02-28', '2027-02-28', '2027-03-01'];
      await Promise.all(days.map((date) => records.tally('reports', date)));
      await records.tally('reports.other', '2027-02-28');
      await records.tally('report', '2027-02-28');
      assert.equal(await records.tallied('reports', '2026-12-31'), 0);
      assert.equal(await records.tallied('reports', '2027-01-01'), 1);
      assert.equal(await records.tallied('reports', '2027-02-28'), 2);
      assert.equal(await records.tallied('reports', '2027-03-01'), 4);
      assert.equal(await records.tallied('reports', '2028-01-01'), 5);
    });

    it_('loses none of many simultaneous counts', async ({ records }) => {
      await Promise.all(Array.from({ length: 100 }, () => records.tally('reports', '2027-03-01')));
      assert.equal(await records.tallied('reports', '2027-03-02'), 100);
    });
  });
}
