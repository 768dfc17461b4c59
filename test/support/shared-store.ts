// What several bots need to be one: the same Redis, keys and customs side, as environment variables.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { cp } from 'node:fs/promises';
import path from 'node:path';
import { parseSigningKey, publicSigningKey } from '../../src/adapters/node/signing-key.js';
import { initDesk } from '../../src/desk/init-desk.js';
import { temporaryFolder } from './process.js';

export interface SharedStore {
  /** DATA_DIR and DESK_DIR of every bot lie below it; the desk is in `desk`. */
  readonly folder: string;
  readonly env: Record<string, string>;
}

export const newStateKey = (kid: string): string => `${kid}:${randomBytes(32).toString('base64url')}`;

let made: Promise<{ desk: string; signingKey: string }> | null = null;

/** A desk that trusts one signing key. Made once: its RSA key takes a second. */
async function makeDesk(): Promise<{ desk: string; signingKey: string }> {
  const desk = path.join(temporaryFolder(), 'desk');
  const { kty, crv, x, d } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  const signingKey = JSON.stringify({ kty, crv, x, d });
  await (await initDesk(desk)).trust(await publicSigningKey(parseSigningKey(signingKey)));
  return { desk, signingKey };
}

/** `url`: as REDIS_URL; to share nothing with other tests it needs a server or a database of its own. */
export async function shareStore(url: string): Promise<SharedStore> {
  made ??= makeDesk();
  const { desk, signingKey } = await made;
  const folder = temporaryFolder();
  await cp(desk, path.join(folder, 'desk'), { recursive: true });
  const { jwksPath, inboxDir } = await initDesk(path.join(folder, 'desk'));
  const env = {
    REDIS_URL: url,
    STATE_KEYS: newStateKey('k1'),
    BOT_SIGNING_KEY: signingKey,
    CUSTOMS_JWKS: jwksPath,
    CUSTOMS_INBOX: inboxDir,
  };
  return { folder, env };
}
