// Issues and reads the two tokens of the web chat: the chat token (signed, kept by the page) and the stream token (encrypted,
// because URLs get logged). A token that is not ours, is too old or was changed is null; nothing here throws or quotes one.
import { createSecretKey, type KeyObject } from 'node:crypto';
import { decodeProtectedHeader, EncryptJWT, jwtDecrypt, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import type { ConversationRef, DerivedKeys } from '../../ports/cipher.js';
import type { Clock } from '../../ports/world.js';

/** Who speaks, as a token says. `language` is what the person asked for at the start. */
export interface Visitor {
  ref: ConversationRef & { secret: Uint8Array };
  user: string;
  language: string;
}

/** Seconds. */
export const chatTokenAge = 30 * 60;
const streamTokenAge = 60;
const renewalAge = 24 * 60 * 60;

/** Verified chat tokens are remembered until they end: verifying costs more than everything else a poll does. */
const cacheSize = 4096;

const claimsSchema = z.object({ conv: z.string(), user: z.string(), k: z.string(), lang: z.string(), exp: z.number() });

export interface Tokens {
  issueChat(visitor: Visitor): Promise<string>;
  readChat(token: string): Promise<Visitor | null>;
  /** Takes a genuine token up to 24 hours after its end. */
  readEndedChat(token: string): Promise<Visitor | null>;
  /** For 60 seconds and one URL. */
  issueStream(visitor: Visitor): Promise<string>;
  readStream(token: string): Promise<Visitor | null>;
}

function toVisitor(payload: unknown): (Visitor & { exp: number }) | null {
  const claims = claimsSchema.safeParse(payload);
  if (!claims.success) return null;
  const { conv, user, k, lang, exp } = claims.data;
  return { ref: { id: conv, secret: Buffer.from(k, 'base64url') }, user, language: lang, exp };
}

export function createTokens(keys: DerivedKeys, clock: Clock): Tokens {
  const known = new Map<string, KeyObject>();
  const verified = new Map<string, Visitor & { exp: number }>();

  function keyOf(label: string, kid: string | undefined): KeyObject | null {
    if (kid === undefined) return null;
    const name = `${label} ${kid}`;
    const found = known.get(name);
    if (found) return found;
    const bytes = keys.derive(label, kid);
    if (!bytes) return null;
    const key = createSecretKey(bytes);
    known.set(name, key);
    return key;
  }

  function currentKey(label: string): KeyObject {
    const key = keyOf(label, keys.current);
    if (!key) throw new TypeError(`The current key generation has no key for ${label}.`);
    return key;
  }

  const now = () => Math.floor(clock.now() / 1000);

  const claimsOf = ({ ref, user, language }: Visitor) => ({
    conv: ref.id,
    user,
    k: Buffer.from(ref.secret).toString('base64url'),
    lang: language,
  });

  async function verify(token: string, clockTolerance: number): Promise<(Visitor & { exp: number }) | null> {
    try {
      const key = keyOf('chat-token', decodeProtectedHeader(token).kid);
      if (!key) return null;
      const currentDate = new Date(clock.now());
      const { payload } = await jwtVerify(token, key, {
        algorithms: ['HS256'],
        audience: 'chat',
        currentDate,
        clockTolerance,
      });
      return toVisitor(payload);
    } catch {
      // The error of jose quotes claims; nobody needs it: for the caller every bad token is the same.
      return null;
    }
  }

  function remember(token: string, visitor: Visitor & { exp: number }): void {
    if (verified.size >= cacheSize) {
      const [oldest] = verified.keys();
      if (oldest !== undefined) verified.delete(oldest);
    }
    verified.set(token, visitor);
  }

  return {
    issueChat: (visitor) =>
      new SignJWT(claimsOf(visitor))
        .setProtectedHeader({ alg: 'HS256', kid: keys.current })
        .setAudience('chat')
        .setIssuedAt(now())
        .setExpirationTime(now() + chatTokenAge)
        .sign(currentKey('chat-token')),

    async readChat(token) {
      const known = verified.get(token);
      if (known && known.exp > now()) return known;
      verified.delete(token);
      const visitor = await verify(token, 0);
      if (visitor) remember(token, visitor);
      return visitor;
    },

    readEndedChat: (token) => verify(token, renewalAge),

    issueStream: (visitor) =>
      new EncryptJWT(claimsOf(visitor))
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: keys.current })
        .setAudience('stream')
        .setExpirationTime(now() + streamTokenAge)
        .encrypt(currentKey('stream-token')),

    async readStream(token) {
      try {
        const key = keyOf('stream-token', decodeProtectedHeader(token).kid);
        if (!key) return null;
        const { payload } = await jwtDecrypt(token, key, {
          audience: 'stream',
          keyManagementAlgorithms: ['dir'],
          contentEncryptionAlgorithms: ['A256GCM'],
          currentDate: new Date(clock.now()),
        });
        return toVisitor(payload);
      } catch {
        return null;
      }
    },
  };
}
