// Who may send an activity: a token of the Bot Framework for this bot, by a channel, from a tenant and with an address for
// replies that are on the lists. Whatever is wrong is one and the same refusal; the SDK's own words go nowhere.
import {
  ConfigurationBotFrameworkAuthentication,
  type Activity,
  type ConfigurationBotFrameworkAuthenticationOptions,
} from 'botbuilder';
import {
  AuthenticationError,
  ClaimsIdentity,
  PasswordServiceClientCredentialFactory,
  type AuthenticateRequestResult,
} from 'botframework-connector';
import { z } from 'zod';
import type { Clock } from '../../ports/world.js';
import { isTrustedAddress } from './is-trusted-address.js';
import { quietly } from './quiet-console.js';
import { createRememberedTokens, type RememberedTokens } from './remembered-tokens.js';
import type { BotFrameworkSettings } from './settings.js';

const issuer = 'https://api.botframework.com';
/** The SDK may be five minutes late in noticing that a token has ended; what is remembered ends in time. */
const payloadSchema = z.object({ iss: z.literal(issuer), exp: z.number() });

const optional = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined);
/** What a token is checked against. Everything of an activity may be anything before that. */
const claimedSchema = z.object({
  channelId: z.string().catch(''),
  serviceUrl: z.string().catch(''),
  conversation: optional(z.object({ tenantId: optional(z.string()) })),
  channelData: optional(z.object({ tenant: optional(z.object({ id: optional(z.string()) })) })),
});

/** Every address is given: as soon as one is set, the SDK takes all of them literally. */
const addressesOf = ({ openIdMetadataUrl, tokenUrl }: BotFrameworkSettings) =>
  ({
    ToChannelFromBotLoginUrl: tokenUrl,
    ToChannelFromBotOAuthScope: issuer,
    ToBotFromChannelTokenIssuer: issuer,
    OAuthUrl: 'https://token.botframework.com/',
    ToBotFromChannelOpenIdMetadataUrl: openIdMetadataUrl,
    // Tokens of the Emulator are never taken; a token with their issuer is refused before this would be asked.
    ToBotFromEmulatorOpenIdMetadataUrl: openIdMetadataUrl,
    CallerId: 'urn:botframework:azure',
    ValidateAuthority: 'true',
  }) satisfies ConfigurationBotFrameworkAuthenticationOptions;

/** The token's own words, unverified: only to refuse early and to know its end. */
function peek(header: string): { token: string; expiresAt: number } | null {
  const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(header)?.[1];
  if (token === undefined) return null;
  try {
    const text = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8');
    const payload = payloadSchema.safeParse(JSON.parse(text));
    return payload.success ? { token, expiresAt: payload.data.exp * 1000 } : null;
  } catch {
    return null;
  }
}

const refused = () => new AuthenticationError('Unauthorized', 401);
/** The Bot Framework's keys could not be read: the SDK says 500 to its own failures, and others are failures of the network. */
const isOutage = (error: unknown) =>
  error instanceof AuthenticationError ? Number(error.statusCode) === 500 : (error as Error).name === 'FetchError';

export class StrictAuthentication extends ConfigurationBotFrameworkAuthentication {
  readonly #settings: BotFrameworkSettings;
  readonly #remembered: RememberedTokens;

  constructor(settings: BotFrameworkSettings, clock: Clock) {
    const { appId, password } = settings.credentials ?? { appId: '', password: '' };
    const own = { ...addressesOf(settings), MicrosoftAppId: appId, MicrosoftAppType: 'MultiTenant' };
    super(own, new PasswordServiceClientCredentialFactory(appId, password));
    this.#settings = settings;
    this.#remembered = createRememberedTokens(clock);
  }

  /** Throws AuthenticationError: 401 for everything that is not right, 503 when the keys to check it by cannot be had. */
  override async authenticateRequest(activity: Activity, header: string): Promise<AuthenticateRequestResult> {
    const { channelId, serviceUrl, conversation, channelData } = claimedSchema.parse(activity);
    const { channels, tenants, serviceHosts, credentials } = this.#settings;
    if (!channels.includes(channelId) || !isTrustedAddress(serviceUrl, serviceHosts)) throw refused();
    const named = [conversation?.tenantId, channelData?.tenant?.id].filter((id) => id !== undefined);
    const isForeign = named.length === 0 || named.some((id) => !tenants?.includes(id.toLowerCase()));
    if (channelId === 'msteams' && tenants !== null && isForeign) throw refused();
    if (credentials === null) return this.#known('');
    const peeked = peek(header);
    if (!peeked) throw refused();
    const parts = [peeked.token, serviceUrl, channelId];
    if (this.#remembered.has(parts)) return this.#known(credentials.appId);
    try {
      const claimed = { channelId, serviceUrl, type: 'message' } as Activity;
      await quietly(() => super.authenticateRequest(claimed, header));
    } catch (error) {
      throw isOutage(error) ? new AuthenticationError('Unavailable', 503) : refused();
    }
    this.#remembered.remember(parts, peeked.expiresAt);
    return this.#known(credentials.appId);
  }

  /** What the SDK would return, without the connector client that it would build and nobody needs. */
  #known(appId: string): AuthenticateRequestResult {
    const claimsIdentity = new ClaimsIdentity([{ type: 'aud', value: appId }], true);
    return { claimsIdentity, audience: issuer, callerId: 'urn:botframework:azure' };
  }
}
