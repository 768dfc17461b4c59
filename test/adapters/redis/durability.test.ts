// What /readyz hears about a server: a report that is kept must be there after a crash, or somebody must have accepted otherwise.
import assert from 'node:assert/strict';
import { startCluster, startRedis } from '../../support/redis.js';
import { openStore } from './make-subject.js';

async function faultsOf(settings: Record<string, string>, isAccepted = false): Promise<string[]> {
  const server = await startRedis(settings);
  const store = await openStore(server.url, isAccepted);
  try {
    return await store.faults();
  } finally {
    await store.close();
    await server.kill();
  }
}

describe('the durability of Redis', () => {
  it('is fine with noeviction, appendonly and appendfsync always', async () => {
    assert.deepEqual(await faultsOf({}), []);
  });

  const weak: Record<string, [Record<string, string>, RegExp]> = {
    'that throws keys away': [{ 'maxmemory-policy': 'allkeys-lru' }, /throws keys away.*allkeys-lru.*may be lost/],
    'without an append-only file': [{ appendonly: 'no' }, /no append-only file.*restart may lose reports/],
    'that writes every second': [{ appendfsync: 'everysec' }, /everysec.*crash may lose the last seconds/],
    'that cannot be looked at': [{ 'rename-command': 'CONFIG no-config' }, /could not be checked/],
  };
  for (const [what, [settings, words]] of Object.entries(weak))
    it(`says what a server ${what} may lose, unless that is accepted`, async () => {
      const faults = await faultsOf(settings);
      assert.equal(faults.length, 1, faults.join());
      assert.match(faults[0] ?? '', words);
      assert.deepEqual(await faultsOf(settings, true), []);
    });

  it('looks at every node of a cluster, and sees when one is gone, also where less is accepted', async function () {
    this.timeout(30_000);
    const cluster = await startCluster();
    const store = await openStore(cluster.url, false);
    const accepting = await openStore(cluster.url, true);
    assert.deepEqual(await store.faults(), []);
    const [, second, third] = cluster.nodes;
    const client = second?.connect();
    await client?.config('SET', 'appendfsync', 'no');
    assert.match((await store.faults()).join(), /appendfsync no/);
    client?.disconnect();
    await third?.kill();
    for (const one of [store, accepting]) assert.match((await one.faults()).join(), /cannot be reached/);
    await store.close();
    await accepting.close();
    await cluster.kill();
  });
});
