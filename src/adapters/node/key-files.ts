// Makes the bot's own keys once and keeps them in files of which only their owner can read. For demonstrations and single
// machines: it refuses to replace a key, and never runs where keys are given in the environment.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { readPrivateFile } from './private-file.js';
import { putFile } from './put-file.js';

function newSigningKey(): string {
  const { kty, crv, x, d } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  return JSON.stringify({ kty, crv, x, d });
}

const newStateKeys = () => `k1:${randomBytes(32).toString('base64url')}`;

/**
 * The values of STATE_KEYS and BOT_SIGNING_KEY from `folder`/state-keys and `folder`/bot-signing-key.json; what is missing is
 * made first (folder 0700, files 0600, durable before it is used; two starts at once agree on one). Throws Fault config.wrong
 * where others can read a file, keys.missing where it cannot be read.
 */
export async function loadKeyFiles(folder: string): Promise<{ stateKeys: string; signingKey: string }> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const load = async (name: string, make: () => string) => {
    const file = path.join(folder, name);
    await putFile(file, Buffer.from(`${make()}\n`));
    return (await readPrivateFile(file)).trim();
  };
  return {
    stateKeys: await load('state-keys', newStateKeys),
    signingKey: await load('bot-signing-key.json', newSigningKey),
  };
}
