// A Lua script with the name under which a server remembers it. It refuses nothing; what a script may do is said where it stands.
import { createHash } from 'node:crypto';

export interface Script {
  readonly source: string;
  /** SHA-1 as hex, as EVALSHA wants it. */
  readonly sha: string;
}

/**
 * Every script declares all its keys, so that it is cluster-safe also while a slot moves: a server that lacks one of several
 * declared keys answers TRYAGAIN before the script begins, where it would break off in the middle on one that is not declared.
 */
export function defineScript(source: string): Script {
  return { source, sha: createHash('sha1').update(source).digest('hex') };
}
