// Reads REDIS_URL: one server, a cluster or sentinels. It refuses what it does not understand, and never repeats it: a URL may
// hold a password.
import { Fault } from '../../ports/fault.js';

export interface RedisLocation {
  kind: 'single' | 'cluster' | 'sentinel';
  /** The servers, or the sentinels. */
  nodes: { host: string; port: number }[];
  /** The name of the primary (sentinel only). */
  name: string | null;
  username: string | null;
  password: string | null;
  /** 0 in a cluster. */
  db: number;
  isTls: boolean;
}

const wrong = (what: string) =>
  new Fault(
    'config.wrong',
    `REDIS_URL ${what}. Write redis://host:6379, redis+cluster://host:6379,host:6379 or redis+sentinel://host:26379,host:26379/name; rediss for TLS; user:password@ in front of the first host.`,
  );

const ports = { single: 6379, cluster: 6379, sentinel: 26379 };

function decode(text: string | undefined): string | null {
  if (text === undefined || text === '') return null;
  try {
    return decodeURIComponent(text);
  } catch {
    throw wrong('has a broken %-escape in user or password');
  }
}

function nodeOf(text: string, kind: RedisLocation['kind']): { host: string; port: number } {
  const match = /^(\[[0-9a-f:.]+\]|[\w.-]+)(?::(\d{1,5}))?$/i.exec(text);
  const port = Number(match?.[2] ?? ports[kind]);
  if (!match?.[1] || port < 1 || port > 65535) throw wrong('names no host and port');
  return { host: match[1].replace(/^\[|\]$/g, ''), port };
}

/** Throws Fault config.wrong. `user:password@` is for the servers; sentinels are asked without. */
export function parseRedisLocation(url: string): RedisLocation {
  const match = /^redis(s)?(?:\+(cluster|sentinel))?:\/\/(?:([^@/]*)@)?([^@/?#]+)(?:\/([^/?#]*))?$/i.exec(url.trim());
  if (!match) throw wrong('cannot be read');
  const [, tls, which, user, hosts = '', path = ''] = match;
  const kind = (which?.toLowerCase() ?? 'single') as RedisLocation['kind'];
  const nodes = hosts.split(',').map((host) => nodeOf(host, kind));
  if (kind === 'single' && nodes.length > 1) throw wrong('names several hosts without +cluster or +sentinel');
  if (kind === 'sentinel' && !/^[\w.-]+$/.test(path))
    throw wrong('must end with /name, as the sentinels call the primary');
  if (kind === 'cluster' && path !== '' && path !== '0') throw wrong('names a database, but a cluster has only one');
  if (kind === 'single' && !/^\d{0,4}$/.test(path)) throw wrong('must end with the number of a database or nothing');
  const [username, password] = user === undefined ? [] : user.includes(':') ? user.split(/:(.*)/s) : ['', user];
  return {
    kind,
    nodes,
    name: kind === 'sentinel' ? path : null,
    username: decode(username),
    password: decode(password),
    db: kind === 'single' ? Number(path) : 0,
    isTls: tls !== undefined,
  };
}
