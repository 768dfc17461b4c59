// Adds a bot's public signing key to those whose reports the desk takes for genuine. It refuses private keys and anything but Ed25519.
import { randomBytes } from 'node:crypto';
import { readFile, rename } from 'node:fs/promises';
import type { JWK } from 'jose';
import { z } from 'zod';
import { putFile } from '../adapters/node/put-file.js';
import { syncFolder } from '../adapters/node/sync-folder.js';
import { Fault } from '../ports/fault.js';
import { deskFolder } from './desk-folder.js';
import { parseKeySet, thumbprintOf } from './key-set.js';

const botKey = z.object({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string().regex(/^[\w-]{43}$/) });

/** The keys in `dir`/trusted-bots.json; none where the file is missing. Throws Fault config.wrong. */
export async function readTrustedBots(dir: string): Promise<JWK[]> {
  const file = deskFolder(dir).trustedBots;
  try {
    return parseKeySet(await readFile(file, 'utf8'), file);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw cause;
  }
}

/** Returns the key's thumbprint, for comparing it with the bot's operator by another way. A key that is trusted already changes nothing. */
export async function trustBot(dir: string, key: unknown): Promise<string> {
  if (typeof key === 'object' && key !== null && 'd' in key) {
    throw new Fault('config.wrong', 'This is a private key. Ask for the public one, and have this one replaced.');
  }
  const parsed = botKey.safeParse(key);
  if (!parsed.success) {
    throw new Fault('config.wrong', "A bot's signing key is a public JWK with kty OKP and crv Ed25519; this is none.");
  }
  const folder = deskFolder(dir);
  const kid = await thumbprintOf(parsed.data);
  const trusted = await readTrustedBots(dir);
  const known = await Promise.all(trusted.map(thumbprintOf));
  if (known.includes(kid)) return kid;
  const keys = [...trusted, { ...parsed.data, kid, use: 'sig', alg: 'EdDSA' }];
  const temporary = `${folder.trustedBots}.${randomBytes(8).toString('hex')}.tmp`;
  await putFile(temporary, Buffer.from(`${JSON.stringify({ keys }, null, 2)}\n`));
  await rename(temporary, folder.trustedBots);
  await syncFolder(folder.dir);
  return kid;
}
