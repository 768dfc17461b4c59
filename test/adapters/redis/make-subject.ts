// A store on a real Redis that was emptied, as the contract suites want it.
import { openRedisStore, type RedisStore } from '../../../src/adapters/redis/open-redis-store.js';
import { start, type Subject } from '../../contracts/subject.js';
import type { RedisServer } from '../../support/redis.js';

/** The clock of the contract suites stands. */
export const openStore = (url: string, isDurabilityAccepted = false): Promise<RedisStore> =>
  openRedisStore({
    url,
    isDurabilityAccepted,
    nameOf: (conversation) => `hashed-${conversation}`,
    clock: { now: () => start },
    onFault: () => undefined,
  });

async function openAt(url: string): Promise<Subject> {
  const store = await openStore(url);
  return {
    ...store,
    async reopen() {
      await store.close();
      return openAt(url);
    },
  };
}

/** Empties `nodes` and opens a store at `url`. */
export async function makeSubject(url: string, nodes: RedisServer[]): Promise<Subject> {
  for (const node of nodes) {
    const client = node.connect();
    await client.flushall();
    await client.quit();
  }
  return openAt(url);
}
