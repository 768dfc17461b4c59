// Verified tokens for a few minutes, so that an RSA signature is not checked for every activity. It keeps digests only, never a
// token, and forgets before the token ends.
import { createHash } from 'node:crypto';
import type { Clock } from '../../ports/world.js';

export interface RememberedTokens {
  /** `parts`: everything that the verification depended on. */
  has(parts: string[]): boolean;
  /** `expiresAt`: the token's own end, in ms. */
  remember(parts: string[], expiresAt: number): void;
}

const longest = 10 * 60_000;
const most = 500;

export function createRememberedTokens(clock: Clock): RememberedTokens {
  const ends = new Map<string, number>();
  const keyOf = (parts: string[]) => createHash('sha256').update(JSON.stringify(parts)).digest('base64');
  return {
    has(parts) {
      const key = keyOf(parts);
      const end = ends.get(key);
      if (end !== undefined && end <= clock.now()) ends.delete(key);
      return end !== undefined && end > clock.now();
    },
    remember(parts, expiresAt) {
      const [oldest] = ends.keys();
      if (ends.size >= most && oldest !== undefined) ends.delete(oldest);
      ends.set(keyOf(parts), Math.min(expiresAt, clock.now() + longest));
    },
  };
}
