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
  };
}
