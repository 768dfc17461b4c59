// The command that understands messages from standard input: one JSON line in, one JSON line out, in order. It needs no server, no
// store and no network, and loads nothing but the word lists.
import path from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { loadUnderstanding } from './adapters/content/load-understanding.js';
import { compileKnowledge } from './core/understanding/compile-knowledge.js';
import { understand } from './core/understanding/understand.js';
import { Fault } from './ports/fault.js';

const zone = 'Europe/Stockholm';

const id = z.union([z.string(), z.number()]);
const message = z.object({
  id: id.optional(),
  text: z.string('text must be a string'),
  lang: z.string().nullish(),
  now: z.iso.datetime({ offset: true, local: true, error: 'now must be an ISO date and time' }),
});

/** What an input line gives, as JSON; a line that is no message gives its id, if it has one, and what is wrong. */
function answer(line: string, knowledge: ReturnType<typeof compileKnowledge>): string {
  let raw: unknown;
  try {
    raw = JSON.parse(line);
  } catch {
    return JSON.stringify({ id: null, error: 'the line is not JSON' });
  }
  const known = z.object({ id }).safeParse(raw);
  const own = known.success ? known.data.id : null;
  const parsed = message.safeParse(raw);
  if (!parsed.success) {
    return JSON.stringify({ id: own, error: parsed.error.issues.map((issue) => issue.message).join('; ') });
  }
  const { text, lang, now } = parsed.data;
  const understood = understand(text, { now: Date.parse(now), zone, lang: lang ?? null }, knowledge);
  return JSON.stringify({ id: own, lang: understood.lang, intent: understood.intent, slots: understood.slots });
}

try {
  const knowledge = compileKnowledge(await loadUnderstanding(path.resolve(import.meta.dirname, '..')));
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    if (line.trim() === '') continue;
    if (!process.stdout.write(`${answer(line.replace(/^\uFEFF/, ''), knowledge)}\n`)) {
      await new Promise((resolve) => process.stdout.once('drain', resolve));
    }
  }
} catch (cause) {
  process.stderr.write(`${cause instanceof Fault ? cause.message : String(cause)}\n`);
  process.exitCode = 2;
}
