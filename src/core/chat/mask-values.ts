// Masks receipts in whatever JSON a client sent, before anything of it is stored or shown. The first receipt found is
// handed on beside the masked value and must stay in memory.

export type MaskReceipts = (text: string) => { masked: string; receipt: string | null };

/** Deeper than any card nests its inputs; what is deeper is dropped. */
const maxDepth = 6;

export interface Masked<T> {
  value: T;
  receipt: string | null;
}

/** A key that holds a receipt is dropped with its value: keys are ours, a person cannot type one. */
export function maskValues(input: Record<string, unknown>, mask: MaskReceipts): Masked<Record<string, unknown>> {
  let receipt: string | null = null;

  function maskText(text: string): string {
    const found = mask(text);
    receipt ??= found.receipt;
    return found.masked;
  }

  function maskAny(value: unknown, depth: number): unknown {
    if (typeof value === 'string') return maskText(value);
    // A receipt as a number would lose its last digits, and still be recognised by those that are left.
    if (typeof value === 'number') return Number.isFinite(value) && Math.abs(value) < 1e15 ? value : null;
    if (value === null || typeof value === 'boolean') return value;
    if (typeof value !== 'object' || depth >= maxDepth) return null;
    if (Array.isArray(value)) return value.map((item) => maskAny(item, depth + 1));
    return maskEntries(value, depth + 1);
  }

  function maskEntries(value: object, depth: number): Record<string, unknown> {
    const kept = Object.entries(value).filter(([key]) => mask(key).receipt === null);
    return Object.fromEntries(kept.map(([key, item]) => [key, maskAny(item, depth)]));
  }

  return { value: maskEntries(input, 0), receipt };
}
