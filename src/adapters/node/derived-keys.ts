// Turns STATE_KEYS into every symmetric key of the house, each under a fixed label. It never shows or logs a key, and derives
// nothing for a generation that is not configured.
import { hkdfSync } from 'node:crypto';
import type { DerivedKeys } from '../../ports/cipher.js';
import { Fault } from '../../ports/fault.js';

/** As DerivedKeys, and with a salt: what only who knows the salt can derive again. */
export interface KeyRing extends DerivedKeys {
  /** All that are configured, the present one first. */
  readonly generations: readonly string[];
  /** 32 bytes, not cached; null for a generation that is not configured. `salt` at least 16 bytes. */
  deriveSalted(label: string, kid: string, salt: Uint8Array): Uint8Array | null;
}

const advice =
  'Write STATE_KEYS as kid:key,kid:key with kid of 1 to 16 letters, digits, - or _ and key at least 32 random bytes as base64url; the first encrypts, all decrypt.';

/** Messages name the place in the list only: a mistyped kid may be a piece of a key. */
function parse(text: string): Map<string, Uint8Array> {
  const keys = new Map<string, Uint8Array>();
  text.split(',').forEach((entry, index) => {
    const match = /^([A-Za-z0-9_-]{1,16}):([A-Za-z0-9_-]+)={0,2}$/.exec(entry.trim());
    const [, kid = '', encoded = ''] = match ?? [];
    const key = Buffer.from(encoded, 'base64url');
    if (match === null) throw new Fault('config.wrong', `Entry ${index + 1} of STATE_KEYS is malformed. ${advice}`);
    if (key.length < 32) throw new Fault('config.wrong', `Entry ${index + 1} of STATE_KEYS is too short. ${advice}`);
    if (keys.has(kid)) throw new Fault('config.wrong', `Entry ${index + 1} of STATE_KEYS repeats a kid. ${advice}`);
    keys.set(kid, new Uint8Array(key));
  });
  return keys;
}

/** Throws Fault config.wrong where `stateKeys` is not as described in .env.example; the message holds nothing of it. */
export function createDerivedKeys(stateKeys: string): KeyRing {
  const keys = parse(stateKeys);
  const [current = ''] = keys.keys();
  const cache = new Map<string, Uint8Array>();
  const expand = (label: string, kid: string, salt: Uint8Array) => {
    const key = keys.get(kid);
    return key === undefined ? null : new Uint8Array(hkdfSync('sha256', key, salt, `smt-bot/v1/${label}`, 32));
  };
  return {
    current,
    generations: [...keys.keys()],
    derive: (label, kid) => {
      // Labels are literals of the code and unknown generations are not kept, so the cache cannot be made to grow.
      const cached = cache.get(`${kid}:${label}`);
      if (cached !== undefined) return cached;
      const derived = expand(label, kid, new Uint8Array(0));
      if (derived !== null) cache.set(`${kid}:${label}`, derived);
      return derived;
    },
    deriveSalted: expand,
  };
}
