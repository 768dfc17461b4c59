// The environment as one schema. Everything that is wrong is named at once, with what to do; nothing wrong starts.
import { z } from 'zod';
import { botFrameworkEnvironment, readBotFramework, type BotFrameworkConfig } from './bot-framework-config.js';
import { Fault } from './ports/fault.js';

const port = z.coerce.number().int().min(1).max(65535);
const blank = (value: unknown) => (value === '' ? undefined : value);
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(blank, schema.optional());
const text = optional(z.string());

/** `.env.example` explains each variable to whoever runs the bot; a test holds the two together. */
export const environment = z.object({
  NODE_ENV: text,
  PORT: z.preprocess(blank, port.default(3978)),
  HOST: text,
  ADMIN_PORT: z.preprocess(blank, port.default(3979)),
  PUBLIC_URL: optional(z.url({ protocol: /^https$/, error: 'must be an https URL, such as https://chat.example.org' })),
  DATA_DIR: z.preprocess(blank, z.string().default('./data')),
  REDIS_URL: text,
  REDIS_URL_FILE: text,
  REDIS_DURABILITY: optional(z.enum(['accepted'], { error: 'must be accepted, or not set' })),
  DESK_DIR: z.preprocess(blank, z.string().default('./desk-data')),
  TAKE_REPORTS: z.preprocess(blank, z.enum(['on', 'off'], { error: 'must be on or off' }).default('on')),
  STATE_KEYS: text,
  STATE_KEYS_FILE: text,
  BOT_SIGNING_KEY: text,
  BOT_SIGNING_KEY_FILE: text,
  CUSTOMS_JWKS: text,
  CUSTOMS_JWKS_PINS: text,
  CUSTOMS_INBOX: text,
  CUSTOMS_INTAKE_URL: text,
  ...botFrameworkEnvironment,
  LOG_LEVEL: z.preprocess(blank, z.enum(['info', 'silent'], { error: 'must be info or silent' }).default('info')),
});

export interface Customs {
  readonly jwks: string;
  readonly pins: readonly string[];
  /** Where reports go: a folder, or an intake over HTTPS (its address, without a slash at the end). */
  readonly delivery: { readonly inbox: string } | { readonly intakeUrl: string };
}

export interface Config {
  readonly port: number;
  readonly host: string;
  readonly adminPort: number;
  readonly publicUrl: string | null;
  readonly dataDir: string;
  /** Null: the embedded store in `dataDir`. May hold a password. */
  readonly redis: { readonly url: string; readonly isDurabilityAccepted: boolean } | null;
  readonly deskDir: string;
  readonly takesReports: boolean;
  readonly isProduction: boolean;
  /** Null: made once under DATA_DIR/keys. */
  readonly stateKeys: string | null;
  /** A private JWK as JSON; null: made once under DATA_DIR/keys. */
  readonly botSigningKey: string | null;
  /** Null: the demonstration's own keys and inbox in DESK_DIR. */
  readonly customs: Customs | null;
  /** Null: there is no route for Teams. */
  readonly botFramework: BotFrameworkConfig | null;
  readonly logLevel: 'info' | 'silent';
  /** Names of variables that stand on their default. */
  readonly defaults: readonly string[];
}

type Environment = z.infer<typeof environment>;
type SecretName = 'STATE_KEYS' | 'BOT_SIGNING_KEY' | 'MICROSOFT_APP_PASSWORD' | 'REDIS_URL';
type ReadFile = (path: string) => string;

/** A secret stands in NAME or in the file that NAME_FILE names, not in both. */
function secret(env: Environment, name: SecretName, read: ReadFile, faults: string[]) {
  const file = env[`${name}_FILE`];
  if (file === undefined) return env[name] ?? null;
  if (env[name] !== undefined) faults.push(`${name} and ${name}_FILE are both set: keep one`);
  try {
    return read(file).trim();
  } catch {
    faults.push(`${name}_FILE: the file cannot be read; check its path and who may read it`);
    return null;
  }
}

/** Null for what reports must not be sent to: not https (http on loopback serves a proxy beside the bot), or with parts that say too much. */
function intakeUrl(given: string): string | null {
  if (!URL.canParse(given)) return null;
  const { protocol, hostname, username, password, search, hash } = new URL(given);
  const isLoopback = ['127.0.0.1', '[::1]', 'localhost'].includes(hostname);
  const isSafe = protocol === 'https:' || (protocol === 'http:' && isLoopback);
  return isSafe && [username, password, search, hash].every((part) => part === '') ? given.replace(/\/+$/, '') : null;
}

function deliveryOf(env: Environment, faults: string[]): Customs['delivery'] {
  const { CUSTOMS_JWKS: jwks, CUSTOMS_INBOX: inbox, CUSTOMS_INTAKE_URL: url } = env;
  for (const name of ['CUSTOMS_INBOX', 'CUSTOMS_INTAKE_URL'] as const) {
    if (env[name] !== undefined && jwks === undefined) {
      faults.push(`${name} is set without CUSTOMS_JWKS: there is no key to seal to`);
    }
  }
  if (inbox !== undefined && url !== undefined) {
    faults.push('CUSTOMS_INBOX and CUSTOMS_INTAKE_URL are both set: a report goes one way, keep one');
  }
  if (inbox === undefined && url === undefined) {
    faults.push('CUSTOMS_JWKS is set without CUSTOMS_INBOX or CUSTOMS_INTAKE_URL: there is nowhere to deliver to');
  }
  if (url === undefined) return { inbox: inbox ?? '' };
  const checked = intakeUrl(url);
  if (checked === null) {
    faults.push(
      'CUSTOMS_INTAKE_URL must be an https URL without user, query or fragment, such as https://intake.example.org (http on 127.0.0.1 only)',
    );
  }
  return { intakeUrl: checked ?? '' };
}

function customsOf(env: Environment, faults: string[]): Config['customs'] {
  const pins = (env.CUSTOMS_JWKS_PINS ?? '')
    .split(',')
    .map((pin) => pin.trim())
    .filter((pin) => pin !== '');
  if ([env.CUSTOMS_JWKS, env.CUSTOMS_INBOX, env.CUSTOMS_INTAKE_URL].every((value) => value === undefined)) {
    if (pins.length > 0) faults.push('CUSTOMS_JWKS_PINS is set without CUSTOMS_JWKS');
    return null;
  }
  const delivery = deliveryOf(env, faults);
  const isUrl = /^[a-z][a-z0-9+.-]+:\/\//i.test(env.CUSTOMS_JWKS ?? '');
  if (isUrl && !env.CUSTOMS_JWKS?.startsWith('https://')) faults.push('CUSTOMS_JWKS must be a file or an https URL');
  if (isUrl && pins.length === 0) {
    faults.push('CUSTOMS_JWKS is a URL: CUSTOMS_JWKS_PINS must name the thumbprints (RFC 7638) of the keys to trust');
  }
  if (pins.some((pin) => !/^[A-Za-z0-9_-]{43}$/.test(pin))) {
    faults.push(
      'CUSTOMS_JWKS_PINS must be RFC 7638 SHA-256 thumbprints (43 base64url characters), separated by commas',
    );
  }
  return { jwks: env.CUSTOMS_JWKS ?? '', pins, delivery };
}

function redisOf(env: Environment, read: ReadFile, faults: string[]): Config['redis'] {
  const url = secret(env, 'REDIS_URL', read, faults);
  if (url === null) {
    if (env.REDIS_DURABILITY !== undefined) faults.push('REDIS_DURABILITY is set without REDIS_URL');
    return null;
  }
  // The adapter reads the rest. The value may hold a password and is not repeated.
  if (!/^rediss?(\+cluster|\+sentinel)?:\/\/[^/]/i.test(url))
    faults.push(
      'REDIS_URL must begin with redis://, rediss://, redis+cluster://, rediss+cluster://, redis+sentinel:// or rediss+sentinel://',
    );
  return { url, isDurabilityAccepted: env.REDIS_DURABILITY === 'accepted' };
}

/** Why a demonstration may not run, or null where it may. */
function seriousReason(env: Environment, redis: Config['redis']): string | null {
  if (env.PUBLIC_URL !== undefined) return 'PUBLIC_URL is set';
  if (env.NODE_ENV === 'production') return 'NODE_ENV is production';
  return redis === null ? null : 'REDIS_URL is set and every process needs the same';
}

/** `read` reads a text file or throws. Throws Fault config.wrong whose message has a line for each fault. */
export function readConfig(variables: Record<string, string | undefined>, read: ReadFile): Config {
  const parsed = environment.safeParse(variables);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new Fault('config.wrong', ['The configuration is wrong:', ...lines].join('\n- '));
  }
  const env = parsed.data;
  const faults: string[] = [];
  const stateKeys = secret(env, 'STATE_KEYS', read, faults);
  const botSigningKey = secret(env, 'BOT_SIGNING_KEY', read, faults);
  const customs = customsOf(env, faults);
  const redis = redisOf(env, read, faults);
  const isProduction = env.NODE_ENV === 'production';
  const host = env.HOST ?? (env.PUBLIC_URL === undefined ? '127.0.0.1' : '0.0.0.0');
  const isDevelopment = env.NODE_ENV === 'development' && (host === '127.0.0.1' || host === 'localhost');
  const appPassword = secret(env, 'MICROSOFT_APP_PASSWORD', read, faults);
  const botFramework = readBotFramework(env, appPassword, isDevelopment && env.PUBLIC_URL === undefined, faults);
  const reason = botFramework?.credentials ? 'MICROSOFT_APP_ID is set' : seriousReason(env, redis);
  if (reason !== null) {
    if (stateKeys === null) faults.push(`STATE_KEYS is required because ${reason}`);
    if (botSigningKey === null) faults.push(`BOT_SIGNING_KEY is required because ${reason}`);
    if (customs === null)
      faults.push(
        `CUSTOMS_JWKS and CUSTOMS_INTAKE_URL (or CUSTOMS_INBOX) are required because ${reason}: a demonstration is never public`,
      );
  }
  if (env.PORT === env.ADMIN_PORT) faults.push('PORT and ADMIN_PORT are the same');
  if (faults.length > 0) throw new Fault('config.wrong', ['The configuration is wrong:', ...faults].join('\n- '));
  const defaults = Object.keys(environment.shape).filter((name) => blank(variables[name]) === undefined);
  return Object.freeze({
    port: env.PORT,
    host,
    adminPort: env.ADMIN_PORT,
    publicUrl: env.PUBLIC_URL?.replace(/\/+$/, '') ?? null,
    dataDir: env.DATA_DIR,
    redis,
    deskDir: env.DESK_DIR,
    takesReports: env.TAKE_REPORTS === 'on',
    isProduction,
    stateKeys,
    botSigningKey,
    customs,
    botFramework,
    logLevel: env.LOG_LEVEL,
    defaults,
  });
}
