// Asks every server whether it keeps what it says it keeps. It refuses to take silence for yes: what cannot be looked up is a
// fault too, unless whoever runs the bot has accepted it.
import { Cluster, type Redis } from 'ioredis';
import type { Client } from './connect.js';
import type { Line } from './create-line.js';
import { allPartitions } from './keys.js';

/** Ms for one look. */
const patience = 3_000;

type Settings = Record<string, string | undefined>;

async function readInfo(server: Redis): Promise<Settings> {
  const info = `${await server.info('persistence')}\n${await server.info('memory')}`;
  return Object.fromEntries(info.split(/\r?\n/).map((line) => line.split(/:(.*)/s).slice(0, 2) as [string, string]));
}

/** What may be lost with `settings`; undefined where a server does not say. */
function weaknesses(config: Settings, info: Settings): string[] {
  const policy = config['maxmemory-policy'] ?? info.maxmemory_policy;
  const keepsLog =
    config.appendonly ?? (info.aof_enabled === undefined ? undefined : info.aof_enabled === '1' ? 'yes' : 'no');
  const faults: string[] = [];
  if (policy !== undefined && policy !== 'noeviction')
    faults.push(
      `Redis throws keys away when its memory is full (maxmemory-policy ${policy}): reports that wait, drafts and mailboxes may be lost. Set noeviction.`,
    );
  if (keepsLog === 'no')
    faults.push(
      'Redis keeps no append-only file (appendonly no): a restart may lose reports that wait. Set appendonly yes.',
    );
  else if (config.appendfsync !== undefined && config.appendfsync !== 'always')
    faults.push(
      `Redis does not write to disk before it answers (appendfsync ${config.appendfsync}): a crash may lose the last seconds, and with them reports that were confirmed. Set appendfsync always.`,
    );
  const unknown = [
    ...(policy === undefined ? ['maxmemory-policy'] : []),
    ...(keepsLog === undefined ? ['appendonly'] : []),
    ...(config.appendfsync === undefined && keepsLog !== 'no' ? ['appendfsync'] : []),
  ];
  if (unknown.length > 0)
    faults.push(
      `Redis does not let the bot look up ${unknown.join(', ')}: whether reports survive a crash could not be checked.`,
    );
  return faults;
}

async function lookAt(server: Redis): Promise<string[]> {
  const names = ['maxmemory-policy', 'appendonly', 'appendfsync'];
  const config: Settings = {};
  for (const name of names) {
    // Managed servers forbid CONFIG; what INFO says is taken then.
    const reply: unknown = await server.config('GET', name).catch(() => []);
    if (Array.isArray(reply) && typeof reply[1] === 'string') config[name] = reply[1];
  }
  const info = await readInfo(server).catch((): Settings => ({}));
  const faults = weaknesses(config, info);
  if (info.aof_last_write_status !== undefined && info.aof_last_write_status !== 'ok')
    faults.push('Redis could not write its append-only file the last time: check its disk.');
  return faults;
}

const unreachable = 'Redis cannot be reached: nothing can be taken or delivered.';

/** Reasons not to trust it, for /readyz. `isAccepted`: only whether it can be reached counts. Never throws. */
export async function checkDurability(client: Client, line: Line, isAccepted: boolean): Promise<string[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string[]>((resolve) => {
    timer = setTimeout(() => resolve([unreachable]), patience);
  });
  const look = async (): Promise<string[]> => {
    try {
      // every partition: a cluster forgets a node that is gone, and the others go on answering
      await Promise.all(allPartitions.map(({ due }) => line.command('EXISTS', due)));
      if (isAccepted) return [];
      const servers = client instanceof Cluster ? client.nodes('master') : [client];
      return [...new Set((await Promise.all(servers.map(lookAt))).flat())];
    } catch {
      return [unreachable];
    }
  };
  try {
    return await Promise.race([look(), late]);
  } finally {
    clearTimeout(timer);
  }
}
