// Opens connections to Redis as configured. It refuses to give up: it reconnects for as long as the process lives, and what is
// asked meanwhile waits a little or fails in time.
import { Cluster, Redis, type CommonRedisOptions } from 'ioredis';
import type { RedisLocation } from './redis-location.js';

export type Client = Redis | Cluster;

/** Ms before the next try: at once when a server restarts, no storm when it stays away. */
const backOff = (times: number): number => Math.min(50 * 2 ** Math.min(times, 10), 1_000);

/**
 * Resending is on: every change is safe to repeat (its script knows the call again), and a commit whose answer was lost must
 * not be taken for one that failed. RESP2, because RESP3 changes the shape of answers and brings nothing here.
 */
function optionsOf(location: RedisLocation): CommonRedisOptions & { tls?: object } {
  return {
    connectTimeout: 4_000,
    keepAlive: 15_000,
    maxRetriesPerRequest: 8,
    autoResendUnfulfilledCommands: true,
    protocol: 2,
    ...(location.username === null ? {} : { username: location.username }),
    ...(location.password === null ? {} : { password: location.password }),
    ...(location.isTls ? { tls: {} } : {}),
  };
}

function open(location: RedisLocation, isSubscriber: boolean): Client {
  const options = optionsOf(location);
  const common = { ...options, retryStrategy: backOff, autoResubscribe: false };
  switch (location.kind) {
    case 'single':
      return new Redis({ ...common, ...location.nodes[0], db: location.db });
    case 'sentinel':
      return new Redis({
        ...common,
        sentinels: location.nodes,
        name: location.name ?? '',
        sentinelRetryStrategy: backOff,
        enableTLSForSentinelMode: location.isTls,
        ...(location.isTls ? { sentinelTLS: {} } : {}),
      });
    case 'cluster':
      return new Cluster(location.nodes, {
        redisOptions: options,
        clusterRetryStrategy: backOff,
        // addresses of a TLS cluster must stay names, or no certificate fits
        ...(location.isTls ? { dnsLookup: (address, callback) => callback(null, address) } : {}),
        shardedSubscribers: isSubscriber,
      });
  }
}

/**
 * `onFault` hears of a connection that is lost, once for each time, by a short code such as ECONNREFUSED. In a cluster, the
 * subscriber is a second client with a connection to each node that holds a subscribed channel.
 */
export function connect(location: RedisLocation, isSubscriber: boolean, onFault: (code: string) => void): Client {
  const client = open(location, isSubscriber);
  let isReported = false;
  client.on('error', (error: Error & { code?: unknown }) => {
    if (isReported) return;
    isReported = true;
    onFault(typeof error.code === 'string' ? error.code : 'unreachable');
  });
  client.on('ready', () => {
    isReported = false;
  });
  return client;
}
