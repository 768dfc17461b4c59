// Opens a desk that was made before: its private keys and the bots that it trusts. It makes nothing.
import { access } from 'node:fs/promises';
import type { JWK } from 'jose';
import { readPrivateFile } from '../adapters/node/private-file.js';
import { Fault } from '../ports/fault.js';
import { deskFolder, type DeskFolder } from './desk-folder.js';
import { parseKeySet, thumbprintOf } from './key-set.js';
import { readTrustedBots } from './trust-bot.js';

export interface Desk {
  folder: DeskFolder;
  /** By the `kid` that the bot names them by. */
  privateKeys: Map<string, JWK>;
  /** By thumbprint. */
  trustedBots: Map<string, JWK>;
}

/** Throws Fault keys.missing where no desk was made, config.wrong where its files are damaged or its keys open to others. */
export async function loadDesk(dir: string): Promise<Desk> {
  const folder = deskFolder(dir);
  await access(folder.privateKeys).catch((cause: unknown) => {
    throw new Fault('keys.missing', `There is no desk in ${folder.dir}. Run: npm run desk -- init`, cause);
  });
  const privateKeys = new Map<string, JWK>();
  for (const key of parseKeySet(await readPrivateFile(folder.privateKeys), folder.privateKeys)) {
    privateKeys.set(await thumbprintOf(key), key);
    if (key.kid !== undefined) privateKeys.set(key.kid, key);
  }
  const trustedBots = new Map<string, JWK>();
  for (const key of await readTrustedBots(dir)) trustedBots.set(await thumbprintOf(key), key);
  return { folder, privateKeys, trustedBots };
}
