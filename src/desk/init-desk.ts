// Makes the customs side once: private keys, the public set that the bot encrypts to, an inbox. It replaces nothing, and refuses a
// public set whose private keys are gone, because reports sealed to it would be lost.
import { generateKeyPair, type KeyObject } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { JWK } from 'jose';
import { readPrivateFile } from '../adapters/node/private-file.js';
import { putFile } from '../adapters/node/put-file.js';
import { Fault } from '../ports/fault.js';
import { deskFolder } from './desk-folder.js';
import { parseKeySet, thumbprintOf } from './key-set.js';
import { trustBot } from './trust-bot.js';

export interface InitializedDesk {
  /** The public keys, for CUSTOMS_JWKS. */
  jwksPath: string;
  /** Where the bot puts sealed reports. */
  inboxDir: string;
  /** Takes the bot that holds this key for genuine; only ever called for the bot's own desk in a demonstration. */
  trust(publicJwk: JWK): Promise<void>;
}

const generate = promisify(generateKeyPair);

async function describe(key: KeyObject, alg: string): Promise<JWK> {
  const jwk = key.export({ format: 'jwk' }) as JWK;
  return { ...jwk, kid: await thumbprintOf(jwk), use: 'enc', alg };
}

async function newPrivateKeys(): Promise<JWK[]> {
  const [ec, rsa] = await Promise.all([
    generate('ec', { namedCurve: 'P-256' }),
    generate('rsa', { modulusLength: 3072 }),
  ]);
  return [await describe(ec.privateKey, 'ECDH-ES+A256KW'), await describe(rsa.privateKey, 'RSA-OAEP-256')];
}

/** What may be published; a list of what to keep, so that nothing secret is let through by being unknown. */
const publicPart = ({ kty, crv, x, y, n, e, kid, use, alg }: JWK): JWK =>
  JSON.parse(JSON.stringify({ kty, crv, x, y, n, e, kid, use, alg })) as JWK;

const toFile = (keys: JWK[]) => Buffer.from(`${JSON.stringify({ keys }, null, 2)}\n`);

/** Null when it is not there. */
async function readIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw cause;
  }
}

async function holdsAll(privateKeys: JWK[], publicKeys: JWK[]): Promise<boolean> {
  const held = await Promise.all(privateKeys.map(thumbprintOf));
  const named = await Promise.all(publicKeys.map(thumbprintOf));
  return named.every((thumbprint) => held.includes(thumbprint));
}

/**
 * Makes what is missing in `dir` and leaves what is there; two at once agree. Throws Fault config.wrong when jwks.json names a key
 * that keys/ does not hold, or when others can read the private keys.
 */
export async function initDesk(dir: string): Promise<InitializedDesk> {
  const folder = deskFolder(dir);
  for (const made of [folder.dir, folder.keys, folder.inbox]) await mkdir(made, { recursive: true, mode: 0o700 });

  const published = await readIfThere(folder.publicKeys);
  const kept = await readIfThere(folder.privateKeys);
  if (kept === null && published === null) await putFile(folder.privateKeys, toFile(await newPrivateKeys()));
  const privateKeys =
    kept === null && published !== null
      ? []
      : parseKeySet(await readPrivateFile(folder.privateKeys), folder.privateKeys);
  await putFile(folder.publicKeys, toFile(privateKeys.map(publicPart)), { mode: 0o644 });

  const current = parseKeySet(await readFile(folder.publicKeys, 'utf8'), folder.publicKeys);
  if (!(await holdsAll(privateKeys, current))) {
    throw new Fault(
      'config.wrong',
      `${folder.publicKeys} names a key that ${folder.privateKeys} does not hold: what is sealed to it could never be read. Restore the private keys from your backup, or take that key out of the public set.`,
    );
  }
  return {
    jwksPath: folder.publicKeys,
    inboxDir: folder.inbox,
    trust: async (publicJwk) => {
      await trustBot(dir, publicJwk);
    },
  };
}
