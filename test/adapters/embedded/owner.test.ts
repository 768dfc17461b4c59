// One process owns a folder: the second is refused by name, and a dead owner is in nobody's way.
import assert from 'node:assert/strict';
import { mkdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { hostname } from 'node:os';
import path from 'node:path';
import { openEmbeddedStore } from '../../../src/adapters/embedded/open-embedded-store.js';
import { ownerAddress } from '../../../src/adapters/embedded/own-folder.js';
import { Fault } from '../../../src/ports/fault.js';
import { say, start, type Subject } from '../../contracts/subject.js';
import { freshFolder } from './make-subject.js';
import { isOpen, isOpenOrFault, runStore } from './run-store.js';

const open = (folder: string) => openEmbeddedStore({ path: folder, name: 'the test' });

const isOwned =
  (...words: string[]) =>
  (error: unknown) =>
    error instanceof Fault && error.code === 'store.owned' && words.every((word) => error.message.includes(word));

describe('the owner of an embedded store', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await freshFolder();
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('is named to the second process, which learns what to do', async () => {
    const owner = runStore(folder);
    await owner.waitFor(isOpen);
    await assert.rejects(open(folder), isOwned(`process ${owner.pid} on ${hostname()}`, 'the test', 'stop that one'));
    const second = runStore(folder);
    const line = await second.waitFor(isOpenOrFault);
    assert.equal(line.fault, 'store.owned');
    assert.match(String(line.message), new RegExp(`process ${owner.pid} `));
    await Promise.all([owner.stop(), second.stop()]);
  });

  it('is named when it is this process itself, also by another way to the folder', async () => {
    const store = await open(folder);
    await assert.rejects(open(folder), isOwned(`${process.pid}`));
    await symlink(folder, `${folder}-link`);
    await assert.rejects(open(`${folder}-link`), isOwned(`${process.pid}`));
    await rm(`${folder}-link`);
    await store.close();
    await (await open(folder)).close();
  });

  it('may be refused without harm to the owner', async () => {
    const owner = await open(folder);
    const second = runStore(folder);
    assert.equal((await second.waitFor(isOpenOrFault)).fault, 'store.owned');
    await second.stop();
    assert.equal((await say(owner as Subject, 'c', 'hello')).seq, 1);
    await owner.close();
  });

  it('lets go when it closes: the next process opens at once', async () => {
    const owner = runStore(folder);
    await owner.waitFor(isOpen);
    await owner.stop();
    const store = await open(folder);
    await store.close();
    await store.close();
  });

  it('is in nobody’s way after kill -9', async () => {
    for (let round = 0; round < 3; round += 1) {
      const owner = runStore(folder);
      await owner.waitFor(isOpen);
      await owner.kill();
      const isLeft = await stat(path.join(folder, 'owner.sock')).then(
        (found) => found.isSocket(),
        () => false,
      );
      assert.ok(isLeft || process.platform === 'win32', 'the test needs a stale socket');
      const store = await open(folder);
      await say(store, `c${round}`, 'hello');
      assert.notEqual(await store.records.load('c0', start), null);
      await store.close();
    }
  });

  it('is one of many that start at the same moment over a stale socket', async function () {
    this.timeout(60_000);
    for (let round = 0; round < 2; round += 1) {
      const dead = runStore(folder);
      await dead.waitFor(isOpen);
      await dead.kill();
      const starters = Array.from({ length: 6 }, () => runStore(folder, 'wait'));
      await Promise.all(starters.map((starter) => starter.waitFor((line) => 'isReady' in line)));
      for (const starter of starters) starter.go();
      const lines = await Promise.all(starters.map((starter) => starter.waitFor(isOpenOrFault)));
      await Promise.all(starters.map((starter) => starter.kill()));
      assert.equal(lines.filter(isOpen).length, 1);
      const faults = lines.filter((line) => !isOpen(line)).map(({ fault }) => fault);
      assert.deepEqual(faults, Array<string>(5).fill('store.owned'));
    }
  });

  it('is one of several openings at the same moment in one process', async () => {
    const results = await Promise.allSettled(Array.from({ length: 5 }, () => open(folder)));
    const opened = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    assert.equal(opened.length, 1);
    for (const result of results) if (result.status === 'rejected') assert.ok(isOwned()(result.reason));
    await opened[0]?.close();
  });

  it('is believed to live when it takes a call and says nothing', async function () {
    if (process.platform === 'win32') return this.skip();
    const silent = createServer(() => undefined).listen(ownerAddress(folder));
    await assert.rejects(open(folder), isOwned('does not answer'));
    silent.close();
  });

  it('is asked again when it hangs up without a word, and gone when nobody listens any more', async function () {
    if (process.platform === 'win32') return this.skip();
    const dying = createServer((socket) => {
      socket.destroy();
      dying.close();
    }).listen(ownerAddress(folder));
    await (await open(folder)).close();
  });

  it('is not a plain file that lies where the socket should', async () => {
    await writeFile(path.join(folder, 'owner.sock'), '');
    await (await open(folder)).close();
  });

  it('is found for a folder whose path is too long for a socket', async function () {
    if (process.platform === 'win32') return this.skip();
    const deep = path.join(folder, 'x'.repeat(80), 'y'.repeat(80));
    await mkdir(deep, { recursive: true });
    const owner = runStore(deep);
    await owner.waitFor(isOpen);
    await assert.rejects(open(deep), isOwned(`process ${owner.pid} `));
    await owner.kill();
    await (await open(deep)).close();
  });
});
