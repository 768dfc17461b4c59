// How far a client has read, as it says in its URL.

/** Zero for what is empty or no watermark: such a client has seen nothing, and gets all from the beginning. */
export function watermarkOf(url: string | undefined): number {
  const text = new URL(url ?? '/', 'http://localhost').searchParams.get('watermark');
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : 0;
}
