// What the store does when the line breaks: what was asked happens once, and nobody waits for ever.
import assert from 'node:assert/strict';
import type { RedisStore } from '../../../src/adapters/redis/open-redis-store.js';
import { Fault } from '../../../src/ports/fault.js';
import { bytes, change, lifetime, parcel, start, text } from '../../contracts/subject.js';
import { startRedis, type RedisServer } from '../../support/redis.js';
import { openStore } from './make-subject.js';
import { startTcpProxy, type TcpProxy } from './tcp-proxy.js';

const isBroken = (error: unknown) => error instanceof Fault && error.code === 'store.broken';

describe('the store on Redis, when the line breaks', function () {
  this.timeout(30_000);
  let server: RedisServer | null = null;
  let proxy: TcpProxy | null = null;
  let store: RedisStore | null = null;
  before(async () => {
    server = await startRedis();
  });
  after(() => server?.kill());

  async function begin(): Promise<{ store: RedisStore; proxy: TcpProxy }> {
    proxy = await startTcpProxy(server?.port ?? 0);
    store = await openStore(proxy.url);
    return { store, proxy };
  }
  afterEach(async () => {
    await proxy?.close();
    await store?.close();
  });

  const append = ({ records }: RedisStore, conversation: string, body: string, fingerprint: string | null) =>
    records.append(conversation, { body: bytes(body), fingerprint }, { now: start, lifetime, mustExist: false });

  it('takes a commit whose answer was lost for what it is: done, once', async () => {
    const opened = await begin();
    const { records } = opened.store;
    await append(opened.store, 'a', 'hello', null);
    opened.proxy.loseAnswerTo('state of a');
    const log = [{ at: start, body: bytes('reply') }];
    const wanted = change(1, { state: bytes('state of a'), log, parcels: [parcel('parcel-a')] });
    assert.equal(await records.commit('a', 0, wanted), true);
    assert.equal(opened.proxy.lost(), 1);
    assert.equal((await records.load('a', start))?.revision, 1);
    assert.deepEqual(
      (await records.read('a', 0, 10, start)).map(({ body }) => text(body)),
      ['hello', 'reply'],
    );
    assert.equal((await records.backlog()).waiting, 1);
    assert.equal(await records.commit('a', 0, wanted), false, 'another commit of the same revision was let through');
  });

  it('adds an entry whose answer was lost once, and says that it is new', async () => {
    const opened = await begin();
    for (const fingerprint of [null, 'f']) {
      const body = `words with ${fingerprint}`;
      opened.proxy.loseAnswerTo(body);
      const added = await append(opened.store, `b-${fingerprint}`, body, fingerprint);
      assert.deepEqual(added, { seq: 1, at: start, isNew: true });
      assert.equal((await opened.store.records.read(`b-${fingerprint}`, 0, 10, start)).length, 1);
    }
    assert.equal(opened.proxy.lost(), 2);
    assert.equal((await append(opened.store, 'b-f', 'again', 'f'))?.isNew, false);
  });

  it('writes a file whole over a line that breaks', async () => {
    const opened = await begin();
    const large = Buffer.alloc(1_500_000, 'abcdefg');
    const source = async function* () {
      for (let at = 0; at < large.length; at += 100_000) {
        if (at === 700_000) opened.proxy.cut();
        yield large.subarray(at, at + 100_000);
      }
    };
    await opened.store.blobs.write({ id: 'blob', conversation: 'c', expiresAt: start + 1000 }, source());
    const parts: Uint8Array[] = [];
    for await (const part of await opened.store.blobs.read('blob')) parts.push(part);
    assert.ok(Buffer.concat(parts).equals(large));
    assert.ok(parts.every((part) => part.length <= 256 * 1024));
  });

  it('says that Redis does not answer, instead of waiting', async () => {
    const opened = await begin();
    opened.proxy.swallow();
    const before = Date.now();
    await assert.rejects(opened.store.records.load('c', start), isBroken);
    assert.ok(Date.now() - before < 7_000);
    assert.match((await opened.store.faults()).join(), /cannot be reached/);
  });

  it('does not open where nobody answers, and tells what to check without the password', async () => {
    await assert.rejects(openStore('redis://:secret@127.0.0.1:1'), (error) => {
      assert.ok(isBroken(error));
      assert.match(String(error), /REDIS_URL/);
      assert.ok(!JSON.stringify([String(error), error]).includes('secret'));
      return true;
    });
  });
});
