// Starts real Redis servers, alone or three as a cluster, that keep what they are told; every one that a test started is gone
// when the tests are over.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { Redis } from 'ioredis';
import { freePort, temporaryFolder } from './process.js';

const program = process.env.REDIS_SERVER_PATH ?? '/usr/bin/redis-server';

export interface RedisServer {
  readonly port: number;
  readonly url: string;
  /** Where its append-only file lies. */
  readonly folder: string;
  /** A connection for the test itself. */
  connect(): Redis;
  kill(): Promise<void>;
  /** On the same port and folder, after `kill`. */
  restart(): Promise<void>;
}

const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

async function answers(port: number): Promise<boolean> {
  const client = new Redis({ port, lazyConnect: true, retryStrategy: null, maxRetriesPerRequest: 0 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.ping()) === 'PONG';
  } catch {
    return false;
  } finally {
    client.disconnect();
  }
}

/** `settings` come last and win, such as `{ appendfsync: 'everysec' }`. */
export async function startRedis(settings: Record<string, string> = {}): Promise<RedisServer> {
  if (!existsSync(program))
    throw new Error(`There is no ${program}. Install redis-server or set REDIS_SERVER_PATH to its program.`);
  const folder = temporaryFolder();
  const port = await freePort();
  const all = {
    ...{ port: String(port), bind: '127.0.0.1', dir: folder, save: '', daemonize: 'no', loglevel: 'warning' },
    ...{
      appendonly: 'yes',
      appendfsync: 'always',
      'maxmemory-policy': 'noeviction',
      logfile: path.join(folder, 'log'),
    },
    ...settings,
  };
  const args = Object.entries(all).flatMap(([name, value]) => [`--${name}`, ...value.split(' ')]);
  let child: ChildProcess | null = null;

  async function start(): Promise<void> {
    const started = spawn(program, args, { stdio: 'ignore' });
    child = started;
    running.add(started);
    started.once('exit', () => running.delete(started));
    for (let look = 0; look < 400; look += 1) {
      if (started.exitCode !== null) throw new Error(`redis-server ended with ${started.exitCode}; see ${folder}/log`);
      if (await answers(port)) return;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error('redis-server does not answer');
  }

  await start();
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    folder,
    connect: () => new Redis(port),
    async kill() {
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
    restart: start,
  };
}

export interface RedisCluster {
  readonly url: string;
  readonly nodes: RedisServer[];
  kill(): Promise<void>;
}

const slots = 16_384;

/** Three primaries without replicas, each with a third of the slots. */
export async function startCluster(): Promise<RedisCluster> {
  const buses = [await freePort(), await freePort(), await freePort()];
  const settings = { 'cluster-enabled': 'yes', 'cluster-node-timeout': '5000' };
  const nodes = await Promise.all(buses.map((bus) => startRedis({ ...settings, 'cluster-port': String(bus) })));
  const clients = nodes.map((node) => node.connect());
  try {
    await Promise.all(
      clients.map(async (client, index) => {
        const from = Math.floor((slots * index) / nodes.length);
        const to = Math.floor((slots * (index + 1)) / nodes.length) - 1;
        await client.call('CLUSTER', 'SET-CONFIG-EPOCH', index + 1);
        await client.call('CLUSTER', 'ADDSLOTSRANGE', from, to);
      }),
    );
    for (const [index, { port }] of nodes.entries())
      await clients[0]?.call('CLUSTER', 'MEET', '127.0.0.1', port, buses[index] ?? 0);
    for (let look = 0; look < 400; look += 1) {
      const infos = await Promise.all(clients.map((client) => client.call('CLUSTER', 'INFO')));
      if (infos.every((info) => /cluster_state:ok/.test(String(info)) && /cluster_known_nodes:3/.test(String(info)))) {
        const hosts = nodes.map(({ port }) => `127.0.0.1:${port}`).join(',');
        return {
          url: `redis+cluster://${hosts}`,
          nodes,
          kill: async () => void (await Promise.all(nodes.map((node) => node.kill()))),
        };
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('the cluster does not come up');
  } finally {
    for (const client of clients) client.disconnect();
  }
}
