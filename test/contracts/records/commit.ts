// The commit of a turn: all or nothing, and only on the revision that it was made for.
import assert from 'node:assert/strict';
import { Fault } from '../../../src/ports/fault.js';
import { bytes, change, isKept, keep, minute, parcel, say, start, text, type Make, type Subject } from '../subject.js';
import { withSubject } from '../with-subject.js';

const isFault = (code: string) => (error: unknown) => error instanceof Fault && error.code === code;

/** Everything of a conversation that a commit could change. */
async function snapshot({ records }: Subject, conversation = 'c') {
  return {
    loaded: await records.load(conversation, start),
    log: await records.read(conversation, 0, 1000, start),
    backlog: await records.backlog(),
  };
}

export function commitContract(make: Make): void {
  const it_ = (title: string, test: (subject: Subject) => Promise<void>) => it(title, withSubject(make, test));

  describe('commit', () => {
    it_('changes state, revision, handled and log together', async (subject) => {
      await say(subject, 'c', 'hello');
      const log = ['a', 'b'].map((words, n) => ({ at: start + n, body: bytes(words) }));
      assert.equal(await subject.records.commit('c', 0, change(1, { state: bytes('first'), log })), true);
      const { loaded, log: kept } = await snapshot(subject);
      assert.equal(loaded?.revision, 1);
      assert.equal(loaded?.handled, 1);
      assert.equal(loaded?.next, null);
      assert.equal(text(loaded?.state), 'first');
      assert.deepEqual(
        kept.map(({ seq, at, direction, body }) => [seq, at, direction, text(body)]),
        [
          [1, start, 'in', 'hello'],
          [2, start, 'out', 'a'],
          [3, start + 1, 'out', 'b'],
        ],
      );
      assert.equal((await say(subject, 'c', 'more')).seq, 4, 'inbound and outbound entries share one seq');
    });

    it_('replaces the state, and does not move the end', async (subject) => {
      await say(subject, 'c', 'hello');
      const before = (await subject.records.load('c', start))?.expiresAt;
      await subject.records.commit('c', 0, change(1, { state: bytes('first') }));
      await subject.records.commit('c', 1, change(1, { state: bytes('second') }));
      const loaded = await subject.records.load('c', start);
      assert.deepEqual([text(loaded?.state), loaded?.revision, loaded?.expiresAt], ['second', 2, before]);
    });

    it_('refuses another revision, and then changes nothing at all', async (subject) => {
      await say(subject, 'c', 'hello');
      await keep(subject, 'b1', 'c');
      const rest = {
        vault: { body: bytes('v'), until: start + minute },
        cutLog: true,
        log: [{ at: start, body: bytes('a') }],
        parcels: [parcel('p')],
        claims: [{ blob: 'b1', parcel: 'p' }],
      };
      const before = await snapshot(subject);
      for (const wrong of [-1, 1, 2]) assert.equal(await subject.records.commit('c', wrong, change(1, rest)), false);
      assert.deepEqual(await snapshot(subject), before);
      await subject.blobs.remove(['b1']);
      assert.equal(await isKept(subject, 'b1'), false, 'the refused commit claimed the blob');
    });

    it_('refuses a conversation that is gone', async (subject) => {
      assert.equal(await subject.records.commit('never', 0, change(1, { parcels: [parcel('p')] })), false);
      await say(subject, 'c', 'hello');
      await subject.records.erase('c');
      assert.equal(await subject.records.commit('c', 0, change(1, { parcels: [parcel('p')] })), false);
      assert.equal((await subject.records.backlog()).waiting, 0);
      assert.equal(await subject.records.load('c', start), null, 'a commit brought it back');
    });

    it_('lets exactly one of 20 simultaneous callers win, and nothing of the others stays', async (subject) => {
      await say(subject, 'c', 'hello');
      const results = await Promise.all(
        Array.from({ length: 20 }, (_, n) => {
          const log = [{ at: start, body: bytes(`reply ${n}`) }];
          const wanted = change(1, { state: bytes(`state ${n}`), log, parcels: [parcel(`p${n}`)] });
          return subject.records.commit('c', 0, wanted);
        }),
      );
      assert.equal(results.filter(Boolean).length, 1);
      const winner = results.indexOf(true);
      const { loaded, log, backlog } = await snapshot(subject);
      assert.deepEqual([loaded?.revision, text(loaded?.state)], [1, `state ${winner}`]);
      assert.deepEqual(
        log.map(({ body }) => text(body)),
        ['hello', `reply ${winner}`],
      );
      assert.equal(backlog.waiting, 1);
      const leased = await subject.records.lease(start, start + minute, 100);
      assert.deepEqual(
        leased.map(({ id }) => id),
        [`p${winner}`],
      );
    });

    it_('gives appends that arrive meanwhile their place after it or before it, never in it', async (subject) => {
      await say(subject, 'c', 'hello');
      const log = ['a', 'b', 'c'].map((words) => ({ at: start, body: bytes(words) }));
      await Promise.all([
        say(subject, 'c', 'x'),
        subject.records.commit('c', 0, change(1, { log })),
        say(subject, 'c', 'y'),
      ]);
      const kept = await subject.records.read('c', 0, 100, start);
      assert.deepEqual(
        kept.map(({ seq }) => seq),
        [1, 2, 3, 4, 5, 6],
      );
      assert.match(kept.map(({ body }) => text(body)).join(''), /abc/);
    });

    it_('cuts every entry up to handled, replies too, and leaves what came later', async (subject) => {
      await say(subject, 'c', 'one');
      await subject.records.commit('c', 0, change(1, { log: [{ at: start, body: bytes('reply') }] }));
      await say(subject, 'c', 'two');
      await say(subject, 'c', 'three');
      const log = [{ at: start, body: bytes('goodbye') }];
      assert.equal(await subject.records.commit('c', 1, change(3, { cutLog: true, log })), true);
      const { loaded, log: kept } = await snapshot(subject);
      assert.deepEqual(
        kept.map(({ seq, body }) => [seq, text(body)]),
        [
          [4, 'three'],
          [5, 'goodbye'],
        ],
      );
      assert.equal(text(loaded?.next?.body), 'three');
      assert.equal((await say(subject, 'c', 'four')).seq, 6, 'a seq was used twice');
    });

    it_('throws on an entry that is not inbound, and then changes nothing', async (subject) => {
      await say(subject, 'c', 'one');
      await assert.rejects(subject.records.commit('c', 0, change(0)));
      await subject.records.commit('c', 0, change(1, { log: [{ at: start, body: bytes('reply') }] }));
      const before = await snapshot(subject);
      for (const wrong of [0, 2, 3, -1])
        await assert.rejects(subject.records.commit('c', 1, change(wrong, { parcels: [parcel('p')] })));
      assert.deepEqual(await snapshot(subject), before);
    });

    it_('keeps what it was given, also when the caller wipes it right after', async (subject) => {
      await say(subject, 'c', 'hello');
      const [state, body] = [bytes('state'), bytes('sealed')];
      const committed = subject.records.commit('c', 0, change(1, { state, parcels: [parcel('p', { body })] }));
      state.fill(0);
      body.fill(0);
      await committed;
      assert.equal(text((await subject.records.load('c', start))?.state), 'state');
      assert.equal(text((await subject.records.lease(start, start + 1, 1))[0]?.body), 'sealed');
    });
  });

  describe('the vault', () => {
    const vaultAt = async ({ records }: Subject, now: number) => text((await records.load('c', now))?.vault?.body);

    it_('is there up to its own end and null afterwards, while the conversation lives on', async (subject) => {
      await say(subject, 'c', 'hello');
      const until = start + 10 * minute;
      await subject.records.commit('c', 0, change(1, { vault: { body: bytes('secret'), until } }));
      assert.deepEqual((await subject.records.load('c', start))?.vault?.until, until);
      assert.equal(await vaultAt(subject, until), 'secret');
      assert.equal(await vaultAt(subject, until + 1), null);
      assert.equal((await subject.records.load('c', until + 1))?.revision, 1);
    });

    it_('is replaced by the next commit, or removed by one without', async (subject) => {
      await say(subject, 'c', 'hello');
      const until = start + minute;
      await subject.records.commit('c', 0, change(1, { vault: { body: bytes('one'), until } }));
      await subject.records.commit('c', 1, change(1, { vault: { body: bytes('two'), until: until + minute } }));
      assert.equal(await vaultAt(subject, until + 1), 'two');
      await subject.records.commit('c', 2, change(1));
      assert.equal(await vaultAt(subject, start), null);
    });

    it_('goes with a sweep once it has ended, and a sweep leaves a longer one', async (subject) => {
      await say(subject, 'c', 'hello');
      await subject.records.commit('c', 0, change(1, { vault: { body: bytes('one'), until: start + minute } }));
      await subject.records.commit('c', 1, change(1, { vault: { body: bytes('two'), until: start + 5 * minute } }));
      assert.equal(await subject.records.sweep(start + 2 * minute, 100), 0);
      assert.equal(await vaultAt(subject, start + 2 * minute), 'two');
      assert.equal(await subject.records.sweep(start + 6 * minute, 100), 1);
      assert.equal(await vaultAt(subject, start), null, 'it is still there for a clock that stands in the past');
    });
  });

  describe('a claim', () => {
    const claims = [{ blob: 'b1', parcel: 'p' }];

    it_(
      'throws on a blob that is not there, and then changes nothing: no report without its files',
      async (subject) => {
        await say(subject, 'c', 'hello');
        const before = await snapshot(subject);
        const wanted = change(1, { parcels: [parcel('p')], claims });
        await assert.rejects(subject.records.commit('c', 0, wanted), isFault('blob.missing'));
        assert.deepEqual(await snapshot(subject), before);
        await keep(subject, 'b1', 'c');
        assert.equal(await subject.records.commit('c', 0, wanted), true);
      },
    );

    it_('throws on a blob of another conversation, which stays where it is', async (subject) => {
      await say(subject, 'c', 'hello');
      await keep(subject, 'b1', 'other');
      const wanted = change(1, { parcels: [parcel('p')], claims });
      await assert.rejects(subject.records.commit('c', 0, wanted), isFault('blob.missing'));
      await subject.records.erase('other');
      assert.equal(await isKept(subject, 'b1'), false);
    });

    it_('throws on a blob that another parcel has', async (subject) => {
      await say(subject, 'c', 'hello');
      await keep(subject, 'b1', 'c');
      await subject.records.commit('c', 0, change(1, { parcels: [parcel('p')], claims }));
      const second = change(1, { parcels: [parcel('q')], claims: [{ blob: 'b1', parcel: 'q' }] });
      await assert.rejects(subject.records.commit('c', 1, second), isFault('blob.missing'));
      assert.equal((await subject.records.backlog()).waiting, 1);
    });

    it_('throws when it names a parcel that is nowhere', async (subject) => {
      await say(subject, 'c', 'hello');
      await keep(subject, 'b1', 'c');
      const before = await snapshot(subject);
      await assert.rejects(subject.records.commit('c', 0, change(1, { claims })));
      assert.deepEqual(await snapshot(subject), before);
    });
  });
}
