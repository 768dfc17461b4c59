// Turns what came from a card, from typed words or from understanding into a value, by one schema per slot: a value that
// was understood passes the same gate as a typed one. It never guesses: what does not fit is a problem, by name.
import { z } from 'zod';
import type { FileValue, Slot, Value } from './flow.js';
import type { Problem } from './reply.js';

export type Reading = { value: Value | null } | { problem: Problem };

interface Moment {
  now: number;
  zone: string;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** `now` as local `YYYY-MM-DDTHH:MM` in `zone`. */
export function localTime({ now, zone }: Moment): string {
  let format = formatters.get(zone);
  if (!format) {
    const options = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' } as const;
    format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, ...options });
    formatters.set(zone, format);
  }
  return format.format(now).replace(' ', 'T');
}

const fileValue = z.object({
  blob: z.string(),
  name: z.string(),
  type: z.string(),
  length: z.number(),
  sha256: z.string(),
  key: z.string(),
}) satisfies z.ZodType<FileValue>;

const isRealDay = (text: string) => {
  const day = new Date(`${text.slice(0, 10)}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text.slice(0, 10));
};
const moment = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}(T([01]\d|2[0-3]):[0-5]\d)?$/)
  .refine(isRealDay);

const toText = (raw: unknown) => (typeof raw === 'number' || typeof raw === 'boolean' ? String(raw) : raw);
const toLines = (raw: unknown, separator: RegExp) => {
  const items: unknown = typeof raw === 'string' ? raw.split(separator) : raw;
  const parsed = z.array(z.string()).safeParse(items);
  return parsed.success ? parsed.data.map((item) => item.trim()).filter((item) => item !== '') : null;
};

/** Control characters but line breaks and tabs have no place in an answer. */

const clean = (text: string) => text.replace(/[\u0000-\u0008\u000B-\u001F\u007F]/g, '').trim();

type SlotOf<K extends Slot['kind']> = Extract<Slot, { kind: K }>;

function readText(slot: SlotOf<'text'>, raw: unknown): Reading {
  const parsed = z.string().safeParse(toText(raw));
  const text = parsed.success ? clean(parsed.data) : '';
  if (text === '') return { value: null };
  if (text.length < (slot.min ?? 0))
    return { problem: { slot: slot.id, code: 'tooShort', params: { min: slot.min ?? 0 } } };
  if (text.length > slot.max) return { problem: { slot: slot.id, code: 'tooLong', params: { max: slot.max } } };
  return { value: text };
}

function readChoices(slot: SlotOf<'choices'>, raw: unknown): Reading {
  const items = toLines(raw, /[,\n]/);
  if (!items?.every((item) => slot.options.includes(item))) return { problem: { slot: slot.id, code: 'notAnOption' } };
  return { value: items.length > 0 ? [...new Set(items)] : null };
}

function readList(slot: SlotOf<'list'>, raw: unknown): Reading {
  const items = toLines(raw, /\r\n|[\n\r]/)
    ?.map(clean)
    .filter((item) => item !== '');
  if (!items || items.length === 0) return { value: null };
  if (items.length > slot.maxItems)
    return { problem: { slot: slot.id, code: 'tooMany', params: { max: slot.maxItems } } };
  if (items.some((item) => item.length > slot.max))
    return { problem: { slot: slot.id, code: 'tooLong', params: { max: slot.max } } };
  return { value: items };
}

function readMoment(slot: SlotOf<'moment'>, raw: unknown, at: Moment): Reading {
  const parsed = moment.safeParse(typeof raw === 'string' ? raw.trim().slice(0, 16) : raw);
  if (!parsed.success) return { problem: { slot: slot.id, code: 'notADate' } };
  const local = localTime(at).slice(0, parsed.data.length);
  if (slot.tense === 'past' && parsed.data > local) return { problem: { slot: slot.id, code: 'inFuture' } };
  if (slot.tense === 'future' && parsed.data < local) return { problem: { slot: slot.id, code: 'inPast' } };
  return { value: parsed.data };
}

function readReceipt(slot: SlotOf<'receipt'>, raw: unknown): Reading {
  const digits = typeof raw === 'string' ? raw.replace(/[\s-]/g, '') : '';
  return /^\d{17}$/.test(digits) ? { value: digits } : { problem: { slot: slot.id, code: 'notAReceipt' } };
}

/** `raw` null, undefined or blank means no answer: value null, never a problem. */
export function readSlot(slot: Slot, raw: unknown, at: Moment): Reading {
  const isBlank = raw === undefined || raw === null || (typeof raw === 'string' && raw.trim() === '');
  if (isBlank) return { value: null };
  switch (slot.kind) {
    case 'text':
      return readText(slot, raw);
    case 'choice': {
      const option = toText(raw);
      return typeof option === 'string' && slot.options.includes(option)
        ? { value: option }
        : { problem: { slot: slot.id, code: 'notAnOption' } };
    }
    case 'choices':
      return readChoices(slot, raw);
    case 'list':
      return readList(slot, raw);
    case 'moment':
      return readMoment(slot, raw, at);
    case 'receipt':
      return readReceipt(slot, raw);
    case 'files': {
      const files = z.array(fileValue).safeParse(raw);
      if (!files.success) return { problem: { slot: slot.id, code: 'notAnOption' } };
      if (files.data.length > slot.maxItems)
        return { problem: { slot: slot.id, code: 'tooMany', params: { max: slot.maxItems } } };
      return { value: files.data.length > 0 ? files.data : null };
    }
  }
}
