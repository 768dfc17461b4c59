// Takes a file in: encrypted while it arrives, under a key of its own, never whole in memory and never in the clear on disk.
import { hexOf } from '../core/chat/hex.js';
import type { FileValue } from '../core/dialogue/flow.js';
import type { ConversationRef } from '../ports/cipher.js';
import { Fault } from '../ports/fault.js';
import type { ChatHouse } from './house.js';

async function* limited(content: AsyncIterable<Uint8Array>, maxBytes: number): AsyncIterable<Uint8Array> {
  let length = 0;
  for await (const chunk of content) {
    length += chunk.length;
    if (length > maxBytes) throw new Fault('blob.tooLarge', `A file is larger than ${maxBytes} bytes.`);
    yield chunk;
  }
}

/** Longer names are cut, control characters go: a name is shown and travels in the report. */

const cleanName = (name: string) => name.replace(/[\u0000-\u001F\u007F]/g, '').slice(-200) || 'file';

/** Throws Fault blob.tooLarge, and then nothing is kept. */
export async function keepFile(
  house: ChatHouse,
  ref: ConversationRef,
  file: { name: string; type: string; content: AsyncIterable<Uint8Array>; maxBytes: number },
): Promise<FileValue> {
  const blob = hexOf(house.chance.bytes(16));
  const sealed = await house.fileSealer.seal(limited(file.content, file.maxBytes));
  // A failed stream rejects both; the write is the one that is waited for first.
  sealed.result.catch(() => undefined);
  await house.conversations.keepBlob(ref, blob, sealed.ciphertext, house.clock.now());
  const { key, length, sha256 } = await sealed.result;
  return { blob, name: cleanName(file.name), type: file.type, length, sha256, key };
}
