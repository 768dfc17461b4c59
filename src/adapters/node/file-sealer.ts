// Encrypts a file while it arrives, under a key of its own (age, X25519). It never holds a whole file and keeps no key.
import { createHash } from 'node:crypto';
import { Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { Fault } from '../../ports/fault.js';
import type { FileSealer } from '../../ports/sealer.js';

/** Bytes. Larger pieces are cut, so that no piece blocks the event loop for more than a millisecond or two. */
const piece = 64 * 1024;

async function* cut(plain: AsyncIterable<Uint8Array>, seen: (bytes: Uint8Array) => void): AsyncGenerator<Uint8Array> {
  for await (const chunk of plain) {
    for (let from = 0; from < chunk.length; from += piece) {
      const part = chunk.subarray(from, from + piece);
      seen(part);
      yield part;
    }
  }
}

/**
 * `result` rejects with what the source threw; when the reader of `ciphertext` stops early, it rejects with Fault seal.broken and
 * the source is ended. A rejection of `result` that nobody waits for is not an unhandled one: the same error comes out of `ciphertext`.
 */
export function createFileSealer(): FileSealer {
  return {
    seal: async (plain) => {
      const key = await generateX25519Identity();
      const encrypter = new Encrypter();
      encrypter.addRecipient(await identityToRecipient(key));

      const hash = createHash('sha256');
      let length = 0;
      const counted = cut(plain, (bytes) => {
        hash.update(bytes);
        length += bytes.length;
      });
      const encrypted = await encrypter.encrypt(ReadableStream.from<Uint8Array>(counted));

      let settle: { resolve: (value: Awaited<typeof result>) => void; reject: (cause: unknown) => void };
      const result = new Promise<{ key: string; length: number; sha256: string }>((resolve, reject) => {
        settle = { resolve, reject };
      });
      result.catch(() => undefined);

      async function* ciphertext(): AsyncGenerator<Uint8Array> {
        try {
          for await (const chunk of encrypted) yield chunk;
          settle.resolve({ key, length, sha256: hash.digest('hex') });
        } catch (cause) {
          settle.reject(cause);
          throw cause;
        } finally {
          // Says nothing where it is settled already; otherwise the reader stopped, and nobody shall wait for ever.
          settle.reject(new Fault('seal.broken', 'The file was not read to its end. Send it again.'));
        }
      }
      return { ciphertext: ciphertext(), result };
    },
  };
}
