// Where things lie in a customs desk. Names only; nothing is read or made here.
import path from 'node:path';

export interface DeskFolder {
  dir: string;
  /** Holds the private keys; 0700. */
  keys: string;
  privateKeys: string;
  /** What the bot encrypts to. */
  publicKeys: string;
  inbox: string;
  /** The public signing keys of the bots whose reports are taken for genuine. */
  trustedBots: string;
  /** Which bot brought which report and what was said to it; kept for good, also when the report is archived or deleted. */
  deliveries: string;
  /** The words by which bots have proved themselves, for as long as each could be used again. */
  spent: string;
}

export function deskFolder(dir: string): DeskFolder {
  const at = (...names: string[]) => path.resolve(dir, ...names);
  return {
    dir: at(),
    keys: at('keys'),
    privateKeys: at('keys', 'private.jwks.json'),
    publicKeys: at('jwks.json'),
    inbox: at('inbox'),
    trustedBots: at('trusted-bots.json'),
    deliveries: at('deliveries'),
    spent: at('spent-assertions'),
  };
}
