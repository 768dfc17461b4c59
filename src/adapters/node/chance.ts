// Randomness from the operating system. It has no seed: what must be the same on a replay has to be kept.
import { randomBytes } from 'node:crypto';
import type { Chance } from '../../ports/world.js';

/** Cryptographically strong bytes; throws when the system has none to give. */
export const createChance = (): Chance => ({ bytes: (length) => new Uint8Array(randomBytes(length)) });
