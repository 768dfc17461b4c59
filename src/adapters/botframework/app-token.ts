// The bot's own token for the connector: asked for once, by whomever needs it first, and kept until shortly before its end by the
// SDK's credentials. The password goes to the token service only, and into no error.
import { AppCredentials, type AuthenticatorResult } from 'botframework-connector';
import { request } from 'undici';
import { z } from 'zod';
import type { BotFrameworkSettings } from './settings.js';

const scope = 'https://api.botframework.com';
const answerSchema = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive() });

/** OAuth 2.0 client credentials, as the token service of Microsoft Entra takes them. */
class TokenServiceCredentials extends AppCredentials {
  readonly #url: string;
  readonly #password: string;

  constructor(appId: string, password: string, url: string) {
    super(appId, undefined, scope);
    this.#url = url;
    this.#password = password;
    // The SDK's cache is one for the whole process.
    this.tokenCacheKey = JSON.stringify([appId, scope, url]);
  }

  protected override async refreshToken(): Promise<AuthenticatorResult> {
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: this.appId,
      client_secret: this.#password,
      scope: `${scope}/.default`,
    });
    const response = await request(this.#url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: form.toString(),
      headersTimeout: 5_000,
      bodyTimeout: 5_000,
    });
    const answer = answerSchema.safeParse(await response.body.json().catch(() => null));
    if (response.statusCode !== 200 || !answer.success) throw new Error('The token service gave no token.');
    const { access_token: accessToken, expires_in: seconds } = answer.data;
    return { accessToken, expiresOn: new Date(Date.now() + seconds * 1000) };
  }
}

/** Null: no token is needed. */
export type AppToken = (isRefused: boolean) => Promise<string | null>;

/** `isRefused`: the connector did not take the last one. Rejects when the token service gives none. */
export function createAppToken({ credentials, tokenUrl }: BotFrameworkSettings): AppToken {
  if (credentials === null) return async () => null;
  const own = new TokenServiceCredentials(credentials.appId, credentials.password, tokenUrl);
  let asking: Promise<string> | null = null;
  return (isRefused) => {
    asking ??= own.getToken(isRefused).finally(() => {
      asking = null;
    });
    return asking;
  };
}
