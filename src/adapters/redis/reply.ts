// What Redis answers, read as what was expected. It refuses to guess: an answer of another shape is a fault of the store.
import { Fault } from '../../ports/fault.js';

export type Reply = Buffer | string | number | null | Reply[];

const odd = () =>
  new Fault('store.broken', 'Redis gave an answer of an unknown shape. Check that it is Redis 7 or later.');

export function listOf(reply: Reply | undefined): Reply[] {
  if (Array.isArray(reply)) return reply;
  throw odd();
}

/** Null for nil. */
export function bytesOf(reply: Reply | undefined): Buffer | null {
  if (reply === null || Buffer.isBuffer(reply)) return reply;
  throw odd();
}

export function textOf(reply: Reply | undefined): string {
  if (typeof reply === 'string') return reply;
  const bytes = bytesOf(reply);
  if (bytes === null) throw odd();
  return bytes.toString();
}

/** A number, or the text of one. */
export function numberOf(reply: Reply | undefined): number {
  const number = typeof reply === 'number' ? reply : Number(textOf(reply));
  if (!Number.isFinite(number)) throw odd();
  return number;
}

/** A number in text form, a space, and bytes: how a time stands before what it belongs to. */
export function splitTime(bytes: Buffer, from: number): { at: number; body: Uint8Array } {
  const space = bytes.indexOf(0x20, from);
  if (space < 0) throw odd();
  return { at: numberOf(bytes.toString('latin1', from, space)), body: new Uint8Array(bytes.subarray(space + 1)) };
}
