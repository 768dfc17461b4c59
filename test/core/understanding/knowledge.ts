// The shipped word lists, loaded once for all tests of understanding.
import path from 'node:path';
import { loadUnderstanding } from '../../../src/adapters/content/load-understanding.js';
import { compileKnowledge } from '../../../src/core/understanding/compile-knowledge.js';
import { understand } from '../../../src/core/understanding/understand.js';

export const root = path.resolve(import.meta.dirname, '../../..');
export const knowledge = compileKnowledge(await loadUnderstanding(root));
export const zone = 'Europe/Stockholm';

export const read = (text: string, now = '2026-11-23T10:15:00+01:00', lang: string | null = null) =>
  understand(text, { now: Date.parse(now), zone, lang }, knowledge);
