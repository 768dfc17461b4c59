// Reads the body of an activity: JSON of limited size, plain, never unpacked. It says of a bad body only that it is bad.
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';

const maxBytes = 256 * 1024;
const objectSchema = z.record(z.string(), z.unknown());

export type Body = { kind: 'object'; value: Record<string, unknown> } | { kind: 'tooLarge' | 'malformed' };

export async function readActivity(req: IncomingMessage): Promise<Body> {
  if (req.headers['content-encoding'] !== undefined) return { kind: 'malformed' };
  if (Number(req.headers['content-length'] ?? 0) > maxBytes) return { kind: 'tooLarge' };
  const chunks: Uint8Array[] = [];
  let length = 0;
  // The request must outlive a body that is cut short, or there would be nobody left to answer.
  for await (const chunk of req.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > maxBytes) return { kind: 'tooLarge' };
    chunks.push(chunk);
  }
  try {
    const value = objectSchema.safeParse(JSON.parse(Buffer.concat(chunks).toString('utf8')));
    return value.success ? { kind: 'object', value: value.data } : { kind: 'malformed' };
  } catch {
    return { kind: 'malformed' };
  }
}
