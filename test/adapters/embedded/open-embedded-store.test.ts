// What opening and closing promise beyond the ports: leftovers go, rights are narrow, another layout is refused.
import assert from 'node:assert/strict';
import { readdir, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { open as openLmdb } from 'lmdb';
import { openEmbeddedStore } from '../../../src/adapters/embedded/open-embedded-store.js';
import { openTables } from '../../../src/adapters/embedded/tables.js';
import { transact } from '../../../src/adapters/embedded/transact.js';
import { Fault } from '../../../src/ports/fault.js';
import {
  bytes,
  change,
  day,
  keep,
  lifetime,
  minute,
  parcel,
  post,
  say,
  start,
  sweepAll,
  type Subject,
} from '../../contracts/subject.js';
import { freshFolder } from './make-subject.js';

const isBroken = (error: unknown) => error instanceof Fault && error.code === 'store.broken';

describe('the embedded store', () => {
  let folder = '';
  const open = async () => (await openEmbeddedStore({ path: folder, name: 'test' })) as Subject;
  /** The tables without the store around them. */
  const openRaw = () =>
    openLmdb({ path: path.join(folder, 'records.mdb'), noSubdir: true, maxDbs: 24, overlappingSync: false });

  beforeEach(async () => {
    folder = path.join(await freshFolder(), 'made', 'here');
  });
  afterEach(() => rm(path.resolve(folder, '..', '..'), { recursive: true, force: true }));

  it('deletes at the start what a killed process left half-written, and nothing else', async () => {
    let store = await open();
    await keep(store, 'claimed', 'c');
    await keep(store, 'free', 'c');
    await say(store, 'c', 'hello');
    const claims = [{ blob: 'claimed', parcel: 'p' }];
    await store.records.commit('c', 0, change(1, { parcels: [parcel('p')], claims }));
    await store.close();
    for (const name of ['torn.part', 'free.part', 'unknown', 'unacknowledged']) {
      await writeFile(path.join(folder, 'blobs', name), 'x');
    }
    const root = openRaw();
    const { blobs } = openTables(root);
    await transact(root, () => {
      for (const id of ['torn', 'unacknowledged'])
        blobs.put(id, { conversation: 'c', parcel: null, expiresAt: start, isWhole: false });
    });
    await root.close();

    store = await open();
    assert.deepEqual((await readdir(path.join(folder, 'blobs'))).sort(), ['claimed', 'free']);
    await keep(store, 'unacknowledged', 'c', 'written again');
    await store.close();
  });

  it('gives back at the start what a killed courier had on lease, and leaves what was put off', async () => {
    let store = await open();
    await say(store, 'c', 'hello');
    await store.records.commit('c', 0, change(1, { parcels: [parcel('leased'), parcel('later')] }));
    const leased = await store.records.lease(start, start + 60_000, 2);
    const later = leased.find(({ id }) => id === 'later');
    await store.records.settle('later', later?.lease ?? '', { kind: 'later', due: start + 30_000 });
    await store.close();

    store = await open();
    const due = await store.records.lease(start, start + 60_000, 2);
    assert.deepEqual(
      due.map(({ id, attempts }) => [id, attempts]),
      [['leased', 1]],
    );
    const old = leased.find(({ id }) => id === 'leased');
    assert.equal(await store.records.settle('leased', old?.lease ?? '', { kind: 'done' }), false);
    await store.close();
  });

  it('leaves no file behind that was erased, done, removed or swept', async () => {
    const store = await open();
    for (const id of ['b1', 'b2', 'b3', 'b4']) await keep(store, id, 'c', 'x', start + 1);
    await say(store, 'c', 'hello');
    const claims = [{ blob: 'b1', parcel: 'p' }];
    await store.records.commit('c', 0, change(1, { parcels: [parcel('p')], claims }));
    const [leased] = await store.records.lease(start, start + 1, 1);
    await store.records.settle('p', leased?.lease ?? '', { kind: 'done' });
    await store.blobs.remove(['b2']);
    await keep(store, 'b5', 'd', 'x', start + 10);
    await store.records.erase('d');
    await store.records.sweep(start + 2, 10);
    assert.deepEqual(await readdir(path.join(folder, 'blobs')), []);
    await store.close();
  });

  it('has nothing left in any table when everything has ended, whichever way it ended', async () => {
    const store = await open();
    const long = Array.from({ length: 4_500 }, (_, n) => ({ at: start, body: bytes(`${n}`) }));
    const vault = { body: bytes('secret'), until: start + minute };
    for (const [n, c] of ['erased', 'ended', 'restarted', 'cut', 'long'].entries()) {
      await store.records.append(c, { body: bytes(c), fingerprint: 'f' }, { now: start, lifetime, mustExist: false });
      for (const use of ['claimed', 'free']) await keep(store, `${use}-${c}`, c);
      const parcels = [parcel(`p${n}`, { expiresAt: start })];
      const claims = [{ blob: `claimed-${c}`, parcel: `p${n}` }];
      const rest = { vault, parcels, claims, cutLog: c === 'cut', log: c === 'long' ? long : [] };
      assert.ok(await store.records.commit(c, 0, change(1, rest)));
      await store.mailboxes.putIfAbsent(c, { publicKey: 'k', expiresAt: start + minute });
    }
    await store.records.erase('erased');
    await say(store, 'restarted', 'again', start + day);
    await store.blobs.remove(['free-cut']);
    for (const { id, lease } of await store.records.lease(start, start + 1, 5))
      await store.records.settle(id, lease, id < 'p3' ? { kind: 'done' } : { kind: 'refused' });
    await sweepAll(store, start + 30 * day);
    assert.deepEqual(await readdir(path.join(folder, 'blobs')), []);
    assert.deepEqual(await store.records.backlog(), { waiting: 0, refused: 0, oldest: null });
    await store.close();
    const root = openRaw();
    const { counters, ...rest } = openTables(root);
    for (const [name, table] of Object.entries(rest))
      if ('keys' in table) assert.deepEqual(table.keys(null, null, 5), [], name);
    assert.equal(counters.keys(null, null, null).length, 3);
    await root.close();
  });

  it('sweeps long conversations a few at a time', async () => {
    const store = await open();
    const log = Array.from({ length: 1_500 }, (_, n) => ({ at: start, body: bytes(`${n}`) }));
    for (const c of ['a', 'b', 'c', 'd', 'e']) {
      await say(store, c, 'hello');
      await store.records.commit(c, 0, change(1, { log }));
    }
    const went: number[] = [];
    for (let count = -1; count !== 0; went.push(count)) count = await store.records.sweep(start + day, 100);
    assert.deepEqual(went, [2, 2, 1, 0]);
    await store.close();
  });

  it('gives leases back when it opens: its owner is new, so nobody works on them', async () => {
    let store = await open();
    await post(store, parcel('p'), parcel('later', { due: start + day }), parcel('refused'));
    const leased = await store.records.lease(start, start + minute, 10);
    const leaseOf = (id: string) => leased.find((one) => one.id === id)?.lease ?? '';
    await store.records.settle('refused', leaseOf('refused'), { kind: 'refused' });
    await store.close();
    store = await open();
    assert.equal(await store.records.settle('p', leaseOf('p'), { kind: 'done' }), false, 'by a courier that is dead');
    assert.deepEqual(await store.records.backlog(), { waiting: 2, refused: 1, oldest: start });
    const again = await store.records.lease(start, start + minute, 10);
    assert.deepEqual(
      again.map(({ id, attempts }) => [id, attempts]),
      [['p', 1]],
    );
    await store.close();
  });

  it('is readable by its own user only', async function () {
    if (process.platform === 'win32') return this.skip();
    const store = await open();
    await keep(store, 'b', 'c');
    const rights = async (name: string) => ((await stat(path.join(folder, name))).mode & 0o077).toString(8);
    for (const name of ['.', 'blobs', 'records.mdb', 'blobs/b']) assert.equal(await rights(name), '0', name);
    await store.close();
  });

  it('refuses a folder that another layout wrote, and lets go of it', async () => {
    await (await open()).close();
    const root = openRaw();
    const tables = openTables(root);
    await transact(root, () => tables.counters.put('format', 99));
    await root.close();
    for (let round = 0; round < 2; round += 1) await assert.rejects(open(), isBroken);
  });

  it('refuses a folder that cannot be one', async () => {
    await writeFile(path.resolve(folder, '..', '..', 'made'), 'a file');
    await assert.rejects(open());
  });

  it('refuses writes after it was closed, and keeps those that came before', async () => {
    let store = await open();
    const before = Promise.all(Array.from({ length: 20 }, (_, n) => say(store, `c${n}`, 'hello')));
    await Promise.all([before, store.close()]);
    await assert.rejects(say(store, 'late', 'hello'), isBroken);
    await assert.rejects(store.records.load('c1', start));
    await assert.rejects(store.records.read('c1', 0, 10, start));
    store = await open();
    for (let n = 0; n < 20; n += 1) assert.notEqual(await store.records.load(`c${n}`, start), null);
    await store.close();
  });

  it('keeps nothing of a change that throws in its middle, and the changes around it', async () => {
    await (await open()).close();
    const root = openRaw();
    const { pins } = openTables(root);
    const results = await Promise.allSettled(
      Array.from({ length: 30 }, (_, n) =>
        transact(root, () => {
          pins.put(`first ${n}`, bytes('x'));
          if (n % 3 === 1) throw new Error('in its middle');
          pins.put(`second ${n}`, bytes('x'));
        }),
      ),
    );
    for (const [n, { status }] of results.entries()) {
      assert.equal(status, n % 3 === 1 ? 'rejected' : 'fulfilled');
      assert.equal(pins.get(`first ${n}`) === null, n % 3 === 1);
      assert.equal(pins.get(`second ${n}`) === null, n % 3 === 1);
    }
    await root.close();
  });
});
