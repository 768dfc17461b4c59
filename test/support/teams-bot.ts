// What a bot with credentials of the Bot Framework must be started with: keys of its own and a real inbox, made by the desk's
// own functions, and the addresses of a fake Bot Framework.
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { loadKeyFiles } from '../../src/adapters/node/key-files.js';
import { parseSigningKey, publicSigningKey } from '../../src/adapters/node/signing-key.js';
import { initDesk } from '../../src/desk/init-desk.js';
import type { FakeBotFramework } from './fake-botframework.js';

export const newStateKey = (kid: string) => `${kid}:${randomBytes(32).toString('base64url')}`;

/** Environment for a bot whose customs side is the desk in `folder`/desk. */
export async function teamsEnvironment(folder: string, fake: FakeBotFramework): Promise<Record<string, string>> {
  const made = await loadKeyFiles(path.join(folder, 'bot-keys'));
  const desk = await initDesk(path.join(folder, 'desk'));
  await desk.trust(await publicSigningKey(parseSigningKey(made.signingKey)));
  return {
    ...fake.env,
    STATE_KEYS: made.stateKeys,
    BOT_SIGNING_KEY: made.signingKey,
    CUSTOMS_JWKS: desk.jwksPath,
    CUSTOMS_INBOX: desk.inboxDir,
  };
}
