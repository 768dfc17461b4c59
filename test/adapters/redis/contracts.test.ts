// The store on Redis keeps every contract, on one server and on a cluster of three.
import { blobsContract } from '../../contracts/blobs.js';
import { mailboxesContract } from '../../contracts/mailboxes.js';
import { recordsContract } from '../../contracts/records.js';
import type { Subject } from '../../contracts/subject.js';
import { startCluster, startRedis, type RedisServer } from '../../support/redis.js';
import { makeSubject } from './make-subject.js';

interface Place {
  url: string;
  nodes: RedisServer[];
}

const places: Record<string, () => Promise<Place>> = {
  redis: async () => {
    const server = await startRedis();
    return { url: server.url, nodes: [server] };
  },
  'redis cluster': startCluster,
};

for (const [name, begin] of Object.entries(places))
  describe(name, () => {
    let place: Place | null = null;
    before(async () => {
      place = await begin();
    });
    after(async () => {
      for (const node of place?.nodes ?? []) await node.kill();
    });
    const make = async (): Promise<Subject> => {
      if (!place) throw new Error('There is no server.');
      return makeSubject(place.url, place.nodes);
    };
    recordsContract(name, make);
    mailboxesContract(name, make);
    blobsContract(name, make);
  });
