// The contract of src/ports/blobs.ts, run on every adapter that claims to keep it.
import assert from 'node:assert/strict';
import { Fault } from '../../src/ports/fault.js';
import {
  bytes,
  change,
  chunks,
  day,
  isKept,
  keep,
  parcel,
  readAll,
  say,
  start,
  type Make,
  type Subject,
} from './subject.js';
import { withSubject } from './with-subject.js';

const isMissing = (error: unknown) => error instanceof Fault && error.code === 'blob.missing';

/** Declares the suite for the adapter `name`; `make` gives an empty store each time. */
export function blobsContract(name: string, make: Make): void {
  const it_ = (title: string, test: (subject: Subject) => Promise<void>) => it(title, withSubject(make, test));
  const blob = (id: string) => ({ id, conversation: 'c', expiresAt: start + day });

  describe(`${name} keeps the contract of Blobs`, () => {
    it_('gives back what was written, in one piece or many, large or empty', async ({ blobs }) => {
      const large = Buffer.alloc(3_000_000, 'abcdefg');
      const pieces = async function* () {
        for (let at = 0; at < large.length; at += 70_001) yield large.subarray(at, at + 70_001);
      };
      await blobs.write(blob('large'), pieces());
      await blobs.write(blob('empty'), chunks());
      await blobs.write(blob('small'), chunks('a', '', 'b'));
      assert.equal(await readAll(await blobs.read('large')), large.toString());
      assert.equal(await readAll(await blobs.read('empty')), '');
      assert.equal(await readAll(await blobs.read('small')), 'ab');
      assert.equal(await readAll(await blobs.read('small')), 'ab', 'it can be read again');
    });

    it_('writes many at the same time', async ({ blobs }) => {
      const ids = Array.from({ length: 20 }, (_, n) => `b${n}`);
      await Promise.all(ids.map((id) => blobs.write(blob(id), chunks(id, id))));
      assert.deepEqual(
        await Promise.all(ids.map(async (id) => readAll(await blobs.read(id)))),
        ids.map((id) => id + id),
      );
    });

    it_('throws what the source throws, and then keeps nothing', async (subject) => {
      const broken = async function* () {
        yield bytes('begun');
        throw new Fault('blob.tooLarge', 'Too large.');
      };
      await assert.rejects(
        subject.blobs.write(blob('b'), broken()),
        (error) => error instanceof Fault && error.code === 'blob.tooLarge',
      );
      await assert.rejects(subject.blobs.read('b'), isMissing);
      assert.equal(await subject.records.sweep(start + 2 * day, 10), 0, 'a record was left behind');
      await subject.blobs.write(blob('b'), chunks('second try'));
      assert.equal(await readAll(await subject.blobs.read('b')), 'second try');
    });

    it_('does not overwrite: an id that is taken is refused', async ({ blobs }) => {
      await blobs.write(blob('b'), chunks('first'));
      await assert.rejects(blobs.write(blob('b'), chunks('second')), Fault);
      await assert.rejects(blobs.write({ ...blob('b'), conversation: 'other' }, chunks('third')), Fault);
      assert.equal(await readAll(await blobs.read('b')), 'first');
    });

    it_('does not show a blob that is still being written, and cannot claim it', async (subject) => {
      let goOn = () => {};
      const wait = new Promise<void>((resolve) => (goOn = resolve));
      let begun = () => {};
      const hasBegun = new Promise<void>((resolve) => (begun = resolve));
      const slow = async function* () {
        yield bytes('half');
        begun();
        await wait;
        yield bytes('whole');
      };
      const writing = subject.blobs.write(blob('b'), slow());
      await hasBegun;
      await assert.rejects(subject.blobs.read('b'), isMissing);
      await say(subject, 'c', 'hello');
      const wanted = change(1, { parcels: [parcel('p')], claims: [{ blob: 'b', parcel: 'p' }] });
      await assert.rejects(subject.records.commit('c', 0, wanted), isMissing);
      goOn();
      await writing;
      assert.equal(await readAll(await subject.blobs.read('b')), 'halfwhole');
      assert.equal(await subject.records.commit('c', 0, wanted), true);
    });

    for (const [what, take] of Object.entries({
      erased: (subject: Subject) => subject.records.erase('c'),
      removed: (subject: Subject) => subject.blobs.remove(['b']),
      swept: (subject: Subject) => subject.records.sweep(start + day + 1, 10),
    }))
      it_(`keeps nothing of a blob that is ${what} while it is being written, and says so`, async (subject) => {
        const source = async function* () {
          yield bytes('half');
          await take(subject);
          yield bytes('whole');
        };
        await assert.rejects(subject.blobs.write(blob('b'), source()), isMissing);
        assert.equal(await isKept(subject, 'b'), false);
        await keep(subject, 'b', 'c', 'again');
        assert.equal(await readAll(await subject.blobs.read('b')), 'again');
      });

    it_('throws blob.missing for what is not there, or could not be an id', async ({ blobs }) => {
      for (const id of ['never', '', '../records.mdb', 'a/b', '.', 'c:\\x'])
        await assert.rejects(blobs.read(id), isMissing, id);
      await assert.rejects(blobs.write(blob('../x'), chunks('x')), Fault);
    });

    it_('removes; absent is fine', async (subject) => {
      for (const id of ['b1', 'b2', 'b3']) await keep(subject, id, 'c');
      await subject.blobs.remove(['b1', 'never', 'b3', 'b3', '../x']);
      assert.deepEqual(await Promise.all(['b1', 'b2', 'b3'].map((id) => isKept(subject, id))), [false, true, false]);
      await subject.blobs.remove([]);
    });

    it_('does not remove what a parcel has claimed: a report keeps its files', async (subject) => {
      await say(subject, 'c', 'hello');
      await keep(subject, 'b', 'c');
      await subject.records.commit('c', 0, change(1, { parcels: [parcel('p')], claims: [{ blob: 'b', parcel: 'p' }] }));
      await subject.blobs.remove(['b']);
      assert.equal(await isKept(subject, 'b'), true);
    });

    it_('can be read by one who began before it was removed, or says that it is missing', async (subject) => {
      await keep(subject, 'b', 'c', 'content');
      const source = await subject.blobs.read('b');
      await subject.blobs.remove(['b']);
      const result = await readAll(source).catch((error: unknown) => error);
      assert.ok(result === 'content' || isMissing(result));
    });
  });
}
