// Opens the store on Redis: records, mailboxes, blobs and the wire between any number of processes. It refuses a server that
// cannot be reached, and one that another layout has written to.
import type { Blobs } from '../../ports/blobs.js';
import { Fault } from '../../ports/fault.js';
import type { Mailboxes } from '../../ports/mailboxes.js';
import type { Records } from '../../ports/records.js';
import type { Clock, Fanout } from '../../ports/world.js';
import { checkDurability } from './check-durability.js';
import { connect, type Client } from './connect.js';
import { createLine } from './create-line.js';
import { redisBlobs } from './redis-blobs.js';
import { redisFanout } from './redis-fanout.js';
import { parseRedisLocation } from './redis-location.js';
import { redisMailboxes } from './redis-mailboxes.js';
import { redisRecords } from './redis-records.js';

export interface RedisStore {
  records: Records;
  mailboxes: Mailboxes;
  blobs: Blobs;
  fanout: Fanout;
  /** Why the server may lose what it was given; empty when it may not. Never throws. */
  faults(): Promise<string[]>;
  /** Resolves when the connections are closed. Twice is fine. */
  close(): Promise<void>;
}

export interface RedisStoreOptions {
  /** As REDIS_URL. */
  url: string;
  /** The operator takes what a less durable server may lose. */
  isDurabilityAccepted: boolean;
  /** The name of a conversation on the wire between processes, which says nothing about it. May throw. */
  nameOf: (conversation: string) => string;
  clock: Clock;
  /** Hears a short code once for each time that a connection is lost. */
  onFault: (code: string) => void;
}

/** Grows when a key changes its meaning. */
const layout = '1';

async function quit(client: Client): Promise<void> {
  const isReady = client.status === 'ready';
  if (isReady) await client.quit().catch(() => undefined);
  client.disconnect();
}

/** Throws Fault config.wrong or store.broken. */
export async function openRedisStore(options: RedisStoreOptions): Promise<RedisStore> {
  const { url, isDurabilityAccepted, nameOf, clock, onFault } = options;
  const location = parseRedisLocation(url);
  const client = connect(location, false, onFault);
  const subscriber = connect(location, true, onFault);
  let closing: Promise<void> | null = null;
  const close = () => (closing ??= Promise.all([quit(client), quit(subscriber)]).then(() => undefined));
  const line = createLine(client);
  const records = redisRecords(line, close);
  try {
    const found = Buffer.from(await records.pin('layout', Buffer.from(layout))).toString();
    if (found !== layout)
      throw new Fault(
        'store.broken',
        `Redis holds layout ${found}, this version of the bot reads layout ${layout}. Start the version that wrote it.`,
      );
  } catch (error) {
    await close();
    throw error;
  }
  return {
    records,
    mailboxes: redisMailboxes(line, clock),
    blobs: redisBlobs(line, clock),
    fanout: redisFanout({ client, subscriber, nameOf }),
    faults: () => checkDurability(client, line, isDurabilityAccepted),
    close,
  };
}
