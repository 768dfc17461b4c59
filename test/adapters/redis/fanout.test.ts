// Signals between processes: to whoever listens, of that conversation only, and nothing else on the wire.
import assert from 'node:assert/strict';
import type { RedisStore } from '../../../src/adapters/redis/open-redis-store.js';
import { startCluster, startRedis, type RedisServer } from '../../support/redis.js';
import { openStore } from './make-subject.js';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const places = {
  redis: async () => {
    const server = await startRedis();
    return { url: server.url, nodes: [server] };
  },
  'a redis cluster': startCluster,
};

for (const [name, begin] of Object.entries(places))
  describe(`signals over ${name}`, function () {
    this.timeout(30_000);
    let nodes: RedisServer[] = [];
    let stores: RedisStore[] = [];
    before(async () => {
      const place = await begin();
      nodes = place.nodes;
      stores = await Promise.all([openStore(place.url), openStore(place.url)]);
    });
    after(async () => {
      for (const store of stores) await store.close();
      for (const node of nodes) await node.kill();
    });
    const fanoutOf = (index: number) => {
      const store = stores[index];
      if (!store) throw new Error('There is no such process.');
      return store.fanout;
    };

    /** What a listener of process `index` hears, after it has heard that the line stands. */
    async function listen(index: number, conversation: string) {
      const heard: string[] = [];
      const leave = fanoutOf(index).subscribe(conversation, (signal) => heard.push(signal));
      for (let look = 0; look < 200 && heard.length === 0; look += 1) await pause(10);
      assert.deepEqual(heard.splice(0), ['entries'], 'the line does not stand');
      return { heard, leave };
    }

    async function hears(heard: string[], wanted: string[]): Promise<void> {
      for (let look = 0; look < 200 && heard.length < wanted.length; look += 1) await pause(10);
      await pause(30);
      assert.deepEqual(heard, wanted);
    }

    it('reach the other process and the own one, once each, in order', async () => {
      const [own, other] = [await listen(0, 'c'), await listen(1, 'c')];
      for (const signal of ['entries', 'typing', 'ended'] as const) fanoutOf(0).publish('c', signal);
      await hears(own.heard, ['entries', 'typing', 'ended']);
      await hears(other.heard, ['entries', 'typing', 'ended']);
      own.leave();
      other.leave();
    });

    it('reach nobody else', async () => {
      const many = Array.from({ length: 20 }, (_, n) => `c${n}`);
      const listening = await Promise.all(many.map((conversation) => listen(1, conversation)));
      fanoutOf(0).publish('c7', 'entries');
      await hears(listening[7]?.heard ?? [], ['entries']);
      assert.equal(listening.flatMap(({ heard }) => heard).length, 1);
      for (const { leave } of listening) leave();
    });

    it('end with the last listener, and begin again with the next', async () => {
      const first = await listen(1, 'd');
      const second: string[] = [];
      const leaveSecond = fanoutOf(1).subscribe('d', (signal) => second.push(signal));
      first.leave();
      first.leave();
      fanoutOf(0).publish('d', 'entries');
      await hears(second, ['entries']);
      leaveSecond();
      fanoutOf(0).publish('d', 'entries');
      await pause(50);
      assert.deepEqual([first.heard, second], [[], ['entries']]);
      const third = await listen(1, 'd');
      fanoutOf(0).publish('d', 'typing');
      await hears(third.heard, ['typing']);
      third.leave();
    });

    it('of a listener that throws do not stop the others', async () => {
      const leave = fanoutOf(1).subscribe('e', () => {
        throw new Error('a broken socket');
      });
      const other = await listen(1, 'e').catch(() => null);
      const heard: string[] = [];
      const leaveThird = fanoutOf(1).subscribe('e', (signal) => heard.push(signal));
      await pause(50);
      heard.length = 0;
      fanoutOf(0).publish('e', 'entries');
      await hears(heard, ['entries']);
      for (const end of [leave, other?.leave, leaveThird]) end?.();
    });

    it('come again after the servers were away, and whoever listens is told to look', async () => {
      const { heard, leave } = await listen(1, 'f');
      for (const node of nodes) await node.kill();
      fanoutOf(0).publish('f', 'entries');
      for (const node of nodes) await node.restart();
      for (let look = 0; look < 1_000 && heard.length === 0; look += 1) await pause(10);
      assert.equal(heard[0], 'entries', 'nobody said that something may have come in between');
      for (let look = 0; look < 100 && !heard.includes('typing'); look += 1) {
        fanoutOf(0).publish('f', 'typing');
        await pause(50);
      }
      assert.ok(heard.includes('typing'));
      leave();
    });
  });
