// The part of the environment by which the bot is known to Microsoft's Bot Framework (Teams). It gives no one a bot without
// authentication, but on this machine while it is developed.
import { z } from 'zod';

const blank = (value: unknown) => (value === '' ? undefined : value);
const text = z.preprocess(blank, z.string().optional());

/** `.env.example` explains each variable. */
export const botFrameworkEnvironment = {
  MICROSOFT_APP_ID: text,
  MICROSOFT_APP_PASSWORD: text,
  MICROSOFT_APP_PASSWORD_FILE: text,
  MICROSOFT_APP_TENANT_ID: text,
  TEAMS_ALLOWED_TENANTS: text,
  BOTFRAMEWORK_CHANNELS: text,
  BOTFRAMEWORK_SERVICE_HOSTS: text,
  BOTFRAMEWORK_OPENID_METADATA: text,
  BOTFRAMEWORK_TOKEN_URL: text,
};

type Environment = { [Name in keyof typeof botFrameworkEnvironment]?: string | undefined };

export interface BotFrameworkConfig {
  /** Null: anybody on this machine may speak to the bot (Emulator, Playground). */
  readonly credentials: { readonly appId: string; readonly password: string } | null;
  readonly channels: readonly string[];
  /** In lower case; null: all. */
  readonly tenants: readonly string[] | null;
  readonly serviceHosts: readonly string[];
  readonly openIdMetadataUrl: string;
  readonly tokenUrl: string;
}

const metadataUrl = 'https://login.botframework.com/v1/.well-known/openidconfiguration';
const loopback = ['127.0.0.1', 'localhost', '[::1]'];
const tenantId = /^[A-Za-z0-9.-]{1,64}$/;

const listOf = (value: string | undefined): string[] =>
  (value ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');

const isLoopback = (url: string) => URL.canParse(url) && loopback.includes(new URL(url).hostname);

/** For tests: an address of this machine takes the place of Microsoft's. */
function replaced(env: Environment, name: 'BOTFRAMEWORK_OPENID_METADATA' | 'BOTFRAMEWORK_TOKEN_URL', faults: string[]) {
  const url = env[name];
  if (url !== undefined && !isLoopback(url)) faults.push(`${name} is for tests: it must be an address of this machine`);
  return url ?? null;
}

/** Bot Framework on this machine only: Emulator and Playground, which have no credentials. */
const forDevelopment: BotFrameworkConfig = {
  credentials: null,
  channels: ['emulator', 'msteams', 'webchat', 'directline', 'agents'],
  tenants: null,
  serviceHosts: loopback,
  openIdMetadataUrl: metadataUrl,
  tokenUrl: '',
};

/**
 * Null: there is no route for the Bot Framework. `password`: from the variable or its file. `isDevelopment`: started by
 * `npm run dev` and listening on this machine only. Adds to `faults` what is wrong.
 */
export function readBotFramework(
  env: Environment,
  password: string | null,
  isDevelopment: boolean,
  faults: string[],
): BotFrameworkConfig | null {
  const { MICROSOFT_APP_ID: appId, MICROSOFT_APP_TENANT_ID: tenant } = env;
  const openIdMetadata = replaced(env, 'BOTFRAMEWORK_OPENID_METADATA', faults);
  const tokenUrl = replaced(env, 'BOTFRAMEWORK_TOKEN_URL', faults);
  if (appId === undefined && password === null) return isDevelopment ? forDevelopment : null;
  if (appId === undefined) faults.push('MICROSOFT_APP_PASSWORD is set without MICROSOFT_APP_ID');
  if (password === null) faults.push('MICROSOFT_APP_ID is set without MICROSOFT_APP_PASSWORD');
  const tenants = listOf(env.TEAMS_ALLOWED_TENANTS);
  if (tenants.some((id) => id !== '*' && !tenantId.test(id))) {
    faults.push('TEAMS_ALLOWED_TENANTS must be tenant ids separated by commas, or * for all');
  }
  const login = 'https://login.microsoftonline.com';
  const allowed = tenants.length > 0 ? tenants : tenant === undefined ? ['*'] : [tenant];
  const hosts = listOf(env.BOTFRAMEWORK_SERVICE_HOSTS);
  const channels = listOf(env.BOTFRAMEWORK_CHANNELS);
  return {
    credentials: { appId: appId ?? '', password: password ?? '' },
    channels: channels.length > 0 ? channels : ['msteams'],
    tenants: allowed.includes('*') ? null : allowed.map((id) => id.toLowerCase()),
    serviceHosts: [
      ...(hosts.length > 0 ? hosts : ['smba.trafficmanager.net']),
      ...(openIdMetadata === null ? [] : loopback),
    ],
    openIdMetadataUrl: openIdMetadata ?? metadataUrl,
    tokenUrl: tokenUrl ?? `${login}/${encodeURIComponent(tenant ?? 'botframework.com')}/oauth2/v2.0/token`,
  };
}
