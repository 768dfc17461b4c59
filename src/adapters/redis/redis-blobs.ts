// Files in Redis, in chunks, streamed both ways. It refuses to hold a whole file in memory, and to delete one that a report has
// claimed.
import type { Blobs } from '../../ports/blobs.js';
import { Fault } from '../../ports/fault.js';
import type { Clock } from '../../ports/world.js';
import type { Line } from './create-line.js';
import { allPartitions, partitionOf, type Keys } from './keys.js';
import { addChunkScript, beginBlobScript, dropBlobScript, finishBlobScript } from './lua/blob-scripts.js';
import { callName, grace } from './redis-conversations.js';
import { bytesOf, listOf, numberOf } from './reply.js';

/** Bytes of a chunk. */
const chunkSize = 256 * 1024;

const missing = () => new Fault('blob.missing', 'The file is not kept here any more.');

/** Ids are random and made by the house. */
const isBlobId = (id: string): boolean => /^[\w-]{1,200}$/.test(id);

interface Found {
  keys: Keys;
  conversation: string;
  /** Number of chunks; null while it is being written. */
  chunks: number | null;
}

/** An id does not say where its blob lies, so every partition is asked, all at once; files are few. */
async function findBlob(line: Line, id: string): Promise<Found | null> {
  if (!isBlobId(id)) return null;
  const found = await Promise.all(
    allPartitions.map(async (keys) => {
      const [conversation, chunks] = listOf(await line.command('HMGET', keys.blob(id), 'c', 'w')).map((item) =>
        bytesOf(item)?.toString(),
      );
      if (conversation === undefined || chunks === undefined) return null;
      return { keys, conversation, chunks: chunks === '' ? null : numberOf(chunks) };
    }),
  );
  return found.find((one) => one !== null) ?? null;
}

/** Regroups `source` into chunks of the size that Redis gets them in. */
async function* regroup(source: AsyncIterable<Uint8Array>): AsyncIterable<Buffer> {
  let parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of source) {
    for (let at = 0; at < part.length;) {
      const piece = part.slice(at, at + chunkSize - length);
      parts.push(piece);
      length += piece.length;
      at += piece.length;
      if (length < chunkSize) continue;
      yield Buffer.concat(parts);
      parts = [];
      length = 0;
    }
  }
  if (length > 0) yield Buffer.concat(parts);
}

async function* readChunks(line: Line, { keys }: Found, id: string, count: number): AsyncIterable<Uint8Array> {
  for (let number = 0; number < count; number += 1) {
    const chunk = bytesOf(await line.command('HGET', keys.chunks(id), number));
    if (!chunk) throw missing();
    yield new Uint8Array(chunk);
  }
}

const dropKeys = (keys: Keys, id: string, conversation: string): string[] => [
  ...[keys.blob(id), keys.chunks(id), keys.unclaimed(conversation), keys.ends],
];

export function redisBlobs(line: Line, clock: Clock): Blobs {
  return {
    async write({ id, conversation, expiresAt }, source) {
      if (!isBlobId(id)) throw new Fault('store.broken', 'A blob id is letters, digits, - and _. Correct the caller.');
      const keys = partitionOf(conversation);
      const writer = callName();
      const life = Math.max(expiresAt - clock.now(), 0) + grace;
      const begin = [id, conversation, expiresAt, life, writer];
      const isTaken = (await findBlob(line, id)) !== null;
      const names = [keys.blob(id), keys.unclaimed(conversation), keys.ends];
      if (isTaken || numberOf(await line.script(beginBlobScript, names, begin)) === 0)
        throw new Fault('store.broken', 'A blob with this id is kept already. Draw a new id.');
      const own = async (answer: Promise<unknown>) => {
        // erased or swept while it was on its way
        if ((await answer) === 0) throw new Fault('blob.missing', 'The file was removed while it was being written.');
      };
      try {
        let count = 0;
        for await (const chunk of regroup(source)) {
          await own(line.script(addChunkScript, [keys.blob(id), keys.chunks(id)], [writer, count, chunk]));
          count += 1;
        }
        await own(line.script(finishBlobScript, [keys.blob(id)], [writer, count]));
      } catch (error) {
        // what stays behind when this fails too ends by itself; the caller needs to hear of the first failure
        const rest = [id, conversation, 'writer', writer];
        await line.script(dropBlobScript, dropKeys(keys, id, conversation), rest).catch(() => undefined);
        throw error;
      }
    },

    async read(id) {
      const found = await findBlob(line, id);
      if (!found || found.chunks === null) throw missing();
      return readChunks(line, found, id, found.chunks);
    },

    async remove(ids) {
      await Promise.all(
        ids.map(async (id) => {
          const found = await findBlob(line, id);
          if (!found) return;
          const rest = [id, found.conversation, 'any', ''];
          await line.script(dropBlobScript, dropKeys(found.keys, id, found.conversation), rest);
        }),
      );
    },
  };
}
