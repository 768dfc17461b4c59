// The log of a conversation: what append adds, what load and read show.
import assert from 'node:assert/strict';
import { bytes, change, lifetime, minute, say, start, text, type Make, type Subject } from '../subject.js';
import { withSubject } from '../with-subject.js';

const append = (
  { records }: Subject,
  words: string,
  fingerprint: string | null,
  rest: { now?: number; mustExist?: boolean } = {},
) => records.append('c', { body: bytes(words), fingerprint }, { now: start, lifetime, mustExist: false, ...rest });

const readAll = async ({ records }: Subject, after = 0, limit = 100, now = start) =>
  (await records.read('c', after, limit, now)).map(({ seq, direction, body }) => [seq, direction, text(body)]);

export function logContract(make: Make): void {
  const it_ = (title: string, test: (subject: Subject) => Promise<void>) => it(title, withSubject(make, test));

  describe('append', () => {
    it_('creates the conversation, at revision 0 with nothing handled', async (subject) => {
      assert.deepEqual(await append(subject, 'hello', null), { seq: 1, at: start, isNew: true });
      const loaded = await subject.records.load('c', start);
      assert.ok(loaded);
      const { next, ...rest } = loaded;
      const expiresAt = start + lifetime.idle;
      assert.deepEqual(rest, { revision: 0, handled: 0, startedAt: start, expiresAt, state: null, vault: null });
      assert.deepEqual({ ...next, body: text(next?.body) }, { seq: 1, at: start, direction: 'in', body: 'hello' });
    });

    it_('answers null instead of creating when the conversation must exist', async (subject) => {
      assert.equal(await append(subject, 'hello', 'f', { mustExist: true }), null);
      assert.equal(await subject.records.load('c', start), null);
      assert.deepEqual(await readAll(subject), []);
      assert.equal((await append(subject, 'hello', 'f'))?.isNew, true, 'the refused one left a fingerprint');
      assert.equal((await append(subject, 'again', null, { mustExist: true }))?.seq, 2);
    });

    it_('moves the end by the idle time, and never past the absolute one', async (subject) => {
      const endAt = async (now: number) => (await subject.records.load('c', now))?.expiresAt;
      await append(subject, 'a', null);
      await append(subject, 'b', null, { now: start + 20 * minute });
      assert.equal(await endAt(start + 20 * minute), start + 50 * minute);
      await append(subject, 'c', null, { now: start + 45 * minute });
      assert.equal(await endAt(start + 45 * minute), start + 60 * minute);
      assert.equal((await subject.records.load('c', start + 45 * minute))?.startedAt, start);
    });

    it_('keeps the times of inbound entries apart by 100 ms, whatever the clock says', async (subject) => {
      const at = async (now: number) => (await append(subject, 'x', null, { now }))?.at;
      assert.equal(await at(start), start);
      assert.equal(await at(start), start + 100);
      assert.equal(await at(start + 150), start + 200);
      assert.equal(await at(start + 5_000), start + 5_000);
      assert.equal(await at(start + 1_000), start + 5_100);
      await subject.records.commit(
        'c',
        0,
        change(5, { cutLog: true, log: [{ at: start + 90_000, body: bytes('out') }] }),
      );
      assert.equal(await at(start + 1_000), start + 5_200, 'a cut log or an outbound entry changed the clock');
    });

    it_('adds an entry with the same fingerprint once, and names the first one', async (subject) => {
      const first = await append(subject, 'hello', 'f1');
      const second = await append(subject, 'other', 'f2');
      assert.deepEqual(await append(subject, 'hello', 'f1', { now: start + minute }), { ...first, isNew: false });
      assert.deepEqual(await append(subject, 'hello', 'f2', { mustExist: true }), { ...second, isNew: false });
      assert.equal((await readAll(subject)).length, 2);
      assert.equal(
        (await subject.records.load('c', start))?.expiresAt,
        start + lifetime.idle,
        'a repeat moved the end',
      );
    });

    it_('adds it once when it is posted many times at the same moment', async (subject) => {
      const added = await Promise.all(Array.from({ length: 20 }, () => append(subject, 'hello', 'f')));
      assert.equal(added.filter((one) => one?.isNew).length, 1);
      assert.deepEqual(new Set(added.map((one) => `${one?.seq} ${one?.at}`)), new Set([`1 ${start}`]));
      assert.equal((await readAll(subject)).length, 1);
    });

    it_('knows a fingerprint after the entry was handled and cut', async (subject) => {
      await append(subject, 'hello', 'f');
      await subject.records.commit('c', 0, change(1, { cutLog: true }));
      assert.deepEqual(await append(subject, 'hello', 'f'), { seq: 1, at: start, isNew: false });
    });

    it_('takes a fingerprint as a name within its conversation only', async (subject) => {
      const to = (id: string) =>
        subject.records.append(id, { body: bytes('x'), fingerprint: 'f' }, { now: start, lifetime, mustExist: false });
      assert.equal((await to('a'))?.isNew, true);
      assert.equal((await to('ab'))?.isNew, true);
      assert.equal((await to('b'))?.isNew, true);
    });

    it_('numbers simultaneous entries without gaps', async (subject) => {
      const added = await Promise.all(Array.from({ length: 50 }, (_, n) => append(subject, `${n}`, `f${n}`)));
      const seqs = added.map((one) => one?.seq ?? 0).sort((a, b) => a - b);
      assert.deepEqual(
        seqs,
        Array.from({ length: 50 }, (_, n) => n + 1),
      );
      const times = (await subject.records.read('c', 0, 100, start)).map(({ at }) => at);
      assert.deepEqual(
        times,
        Array.from({ length: 50 }, (_, n) => start + n * 100),
      );
    });

    it_('keeps what it was given, also when the caller wipes it right after', async (subject) => {
      const body = bytes('hello');
      const added = subject.records.append(
        'c',
        { body, fingerprint: null },
        { now: start, lifetime, mustExist: false },
      );
      body.fill(0);
      await added;
      assert.deepEqual(await readAll(subject), [[1, 'in', 'hello']]);
    });

    it_('keeps any bytes, none and many', async (subject) => {
      const many = Uint8Array.from({ length: 300_000 }, (_, n) => (n * 7) % 256);
      const bodies = [new Uint8Array(), many, Buffer.from(many.buffer, 100, 5_000)];
      for (const body of bodies)
        await subject.records.append('c', { body, fingerprint: null }, { now: start, lifetime, mustExist: false });
      const kept = await subject.records.read('c', 0, 10, start);
      assert.deepEqual(
        kept.map(({ body }) => Buffer.from(body).toString('hex')),
        bodies.map((body) => Buffer.from(body).toString('hex')),
      );
    });
  });

  describe('load and read', () => {
    it_('know nothing of a conversation that never was', async ({ records }) => {
      assert.equal(await records.load('never', start), null);
      assert.deepEqual(await records.read('never', 0, 10, start), []);
    });

    it_('shows the first unhandled inbound entry as next, past the replies', async (subject) => {
      const next = async () => text((await subject.records.load('c', start))?.next?.body);
      for (const words of ['one', 'two', 'three']) await say(subject, 'c', words);
      assert.equal(await next(), 'one');
      const log = [1, 2, 3].map((n) => ({ at: start + n, body: bytes(`reply ${n}`) }));
      await subject.records.commit('c', 0, change(1, { log }));
      await say(subject, 'c', 'four');
      assert.equal(await next(), 'two');
      await subject.records.commit('c', 1, change(3, { log }));
      assert.equal(await next(), 'four');
      await subject.records.commit('c', 2, change(7));
      assert.equal(await next(), null);
      assert.equal((await subject.records.load('c', start))?.handled, 7);
    });

    it_('reads entries after a seq, in order, up to a limit', async (subject) => {
      for (let n = 1; n <= 12; n += 1) await say(subject, 'c', `${n}`);
      await say(subject, 'c2', 'not mine');
      assert.deepEqual(await readAll(subject, 10), [
        [11, 'in', '11'],
        [12, 'in', '12'],
      ]);
      assert.deepEqual(
        (await readAll(subject, 2, 3)).map(([seq]) => seq),
        [3, 4, 5],
      );
      assert.deepEqual(await readAll(subject, 12), []);
      assert.deepEqual(await readAll(subject, 0, 0), []);
    });
  });
}
