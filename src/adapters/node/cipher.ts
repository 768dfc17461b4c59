// Keeps what a conversation stores secret: AES-256-GCM under a key that needs both STATE_KEYS and the visitor's own secret, so
// that what was deleted stays gone in old pages and backups. It stores nothing and never names a conversation in a fault.
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import type { Cipher, ConversationRef } from '../../ports/cipher.js';
import { Fault } from '../../ports/fault.js';
import type { KeyRing } from './derived-keys.js';

/** Sealed bytes: version, length of kid, kid, nonce, ciphertext, tag. */
const version = 1;
const nonceLength = 12;
const tagLength = 16;
/** Derived keys kept in memory at most. */
const cacheSize = 256;

/** The generation that a conversation was born under, a dot, 16 bytes as base64url: random (web) or an HMAC (named). */
const ownId = /^([A-Za-z0-9_-]{1,16})\.[A-Za-z0-9_-]{22}$/;

const unknownKey = () =>
  new Fault(
    'cipher.unknownKey',
    'This was encrypted under a generation that STATE_KEYS no longer holds. Put the old kid:key back at the end of STATE_KEYS for as long as conversations live, or let the conversation start anew.',
  );

const broken = (cause?: unknown) =>
  new Fault(
    'cipher.broken',
    'What was stored cannot be decrypted: it was changed, or belongs to another conversation, purpose or secret. Start the conversation anew; if it happens often, check the disk and that STATE_KEYS was not replaced under the same kid.',
    cause,
  );

/** `keys` from createDerivedKeys. Rotation: put a new generation first; keep the old one while its conversations live. */
export function createCipher(keys: KeyRing): Cipher {
  const cache = new Map<string, Uint8Array>();

  function kidOf(conversation: string): string {
    return ownId.exec(conversation)?.[1] ?? keys.current;
  }

  /** Without a secret the id takes its place, under labels of its own. */
  function keyFor(ref: ConversationRef, label: 'state' | 'fingerprint', kid: string): Uint8Array {
    const own = ref.secret === null ? `${label}-by-id` : `${label}-by-secret`;
    const salt = ref.secret ?? Buffer.from(ref.id);
    const name = `${kid}:${own}:${Buffer.from(salt).toString('base64url')}`;
    const cached = cache.get(name);
    if (cached !== undefined) return cached;
    const key = keys.deriveSalted(own, kid, salt);
    if (key === null) throw unknownKey();
    const [oldest] = cache.keys();
    if (cache.size >= cacheSize && oldest !== undefined) cache.delete(oldest);
    cache.set(name, key);
    return key;
  }

  /** A purpose is a literal of the code and holds no NUL, so the two parts cannot run into each other. */
  const bind = (ref: ConversationRef, purpose: string) => Buffer.from(`${purpose}\0${ref.id}`);

  return {
    create: () => {
      const id = `${keys.current}.${randomBytes(16).toString('base64url')}`;
      return { id, secret: new Uint8Array(randomBytes(16)) };
    },

    named: (name) => {
      const refs = keys.generations.flatMap((kid): ConversationRef[] => {
        const key = keys.derive('named-conversation', kid);
        if (key === null) return [];
        const digest = createHmac('sha256', key).update(name).digest().subarray(0, 16);
        return [{ id: `${kid}.${digest.toString('base64url')}`, secret: null }];
      });
      const [present, ...older] = refs;
      if (present === undefined) throw unknownKey();
      return [present, ...older];
    },

    storageId: (conversation) => {
      const key = keys.derive('storage-id', kidOf(conversation));
      if (key === null) throw unknownKey();
      return createHmac('sha256', key).update(conversation).digest('base64url');
    },

    fingerprint: (ref, text) => {
      const key = keyFor(ref, 'fingerprint', kidOf(ref.id));
      return createHmac('sha256', key).update(`${ref.id}\0${text}`).digest('base64url');
    },

    seal: (ref, purpose, plain) => {
      const kid = kidOf(ref.id);
      const nonce = randomBytes(nonceLength);
      const cipher = createCipheriv('aes-256-gcm', keyFor(ref, 'state', kid), nonce, { authTagLength: tagLength });
      cipher.setAAD(bind(ref, purpose));
      const head = Buffer.from([version, kid.length]);
      const body = [cipher.update(plain), cipher.final(), cipher.getAuthTag()];
      return new Uint8Array(Buffer.concat([head, Buffer.from(kid, 'ascii'), nonce, ...body]));
    },

    open: (ref, purpose, sealed) => {
      const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
      const start = 2 + (bytes[1] ?? 0);
      if (bytes[0] !== version || bytes.length < start + nonceLength + tagLength) throw broken();
      const key = keyFor(ref, 'state', bytes.toString('latin1', 2, start));
      const nonce = bytes.subarray(start, start + nonceLength);
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagLength });
        decipher.setAAD(bind(ref, purpose)).setAuthTag(bytes.subarray(-tagLength));
        const body = bytes.subarray(start + nonceLength, -tagLength);
        return new Uint8Array(Buffer.concat([decipher.update(body), decipher.final()]));
      } catch (cause) {
        throw broken(cause);
      }
    },
  };
}
