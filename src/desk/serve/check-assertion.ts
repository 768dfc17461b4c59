// Finds out which bot is calling, by an assertion that it signed for this intake, this minute and this one request. It believes no
// algorithm but EdDSA and no key but those in trusted-bots.json.
import { errors, importJWK, jwtVerify, type JWK, type JWTPayload } from 'jose';
import { thumbprintOf } from '../key-set.js';
import type { Distrust } from './serve-event.js';
import type { SpentAssertions } from './spent-assertions.js';

interface Gatekeeper {
  /** The address of this intake, as bots know it. */
  audience: string;
  /** Read anew for each request, so that a bot that is no longer trusted is out at once. */
  trustedBots: () => Promise<JWK[]>;
  spent: SpentAssertions;
  now: () => number;
}

/** Seconds. */
const longestLife = 60;
/** Seconds by which the clocks of bot and intake may differ. */
const leeway = 30;

class UnknownBot extends Error {}

/** Claims beyond what jose looks at: who says it of whom, for us alone, for a minute at most, with a number to be used once. */
function isInOrder({ iss, sub, aud, iat, exp, jti }: JWTPayload, bot: string, audience: string): boolean {
  return (
    iss === bot &&
    sub === bot &&
    aud === audience &&
    typeof iat === 'number' &&
    typeof exp === 'number' &&
    exp - iat <= longestLife &&
    typeof jti === 'string' &&
    /^[A-Za-z0-9_-]{16,128}$/.test(jti)
  );
}

/**
 * `authorization`: the header. The bot's key thumbprint, or why it is not believed. Throws where the trusted bots cannot be read or
 * the assertion cannot be remembered.
 */
export async function checkAssertion(
  { audience, trustedBots, spent, now }: Gatekeeper,
  authorization: string | undefined,
): Promise<{ bot: string } | { distrust: Distrust }> {
  const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization ?? '')?.[1];
  if (token === undefined) return { distrust: 'assertion.missing' };
  const trusted = new Map<string, JWK>();
  for (const key of await trustedBots()) trusted.set(await thumbprintOf(key), key);
  const keyOf = async ({ kid }: { kid?: string }) => {
    const key = trusted.get(kid ?? '');
    if (key === undefined) throw new UnknownBot();
    return importJWK({ kty: key.kty, crv: key.crv, x: key.x }, 'EdDSA');
  };
  let bot: string;
  let claims: JWTPayload;
  try {
    const verified = await jwtVerify(token, keyOf, {
      algorithms: ['EdDSA'],
      typ: 'smt-assertion+jwt',
      audience,
      maxTokenAge: longestLife,
      clockTolerance: leeway,
      currentDate: new Date(now()),
    });
    bot = verified.protectedHeader.kid ?? '';
    claims = verified.payload;
  } catch (cause) {
    if (cause instanceof UnknownBot) return { distrust: 'bot.unknown' };
    return { distrust: cause instanceof errors.JWTExpired ? 'assertion.expired' : 'assertion.wrong' };
  }
  if (!isInOrder(claims, bot, audience)) return { distrust: 'assertion.wrong' };
  return (await spent.spend(bot, claims.jti ?? '')) ? { bot } : { distrust: 'assertion.replayed' };
}
