import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { Decrypter } from 'age-encryption';
import { createFileSealer } from '../../../src/adapters/node/file-sealer.js';

async function* pieces(...all: Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* all;
}

async function collect(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of source) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function open(key: string, ciphertext: Uint8Array): Promise<Buffer> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(key);
  return Buffer.from(await decrypter.decrypt(ciphertext));
}

describe('file sealer', () => {
  for (const length of [0, 1, 65_535, 65_536, 65_537, 1_000_000]) {
    it(`seals ${length} bytes so that age opens them, and tells their length and SHA-256`, async () => {
      const plain = randomBytes(length);
      const { ciphertext, result } = await createFileSealer().seal(pieces(plain.subarray(0, 10), plain.subarray(10)));
      const sealed = await collect(ciphertext);
      const told = await result;
      assert.match(told.key, /^AGE-SECRET-KEY-1/);
      assert.equal(told.length, length);
      assert.equal(told.sha256, createHash('sha256').update(plain).digest('hex'));
      assert.ok(plain.equals(await open(told.key, sealed)));
      if (length > 20) assert.equal(sealed.includes(plain.subarray(0, 20)), false);
    });
  }

  it('uses another key for each file', async () => {
    const keys = new Set<string>();
    for (let i = 0; i < 3; i++) {
      const { ciphertext, result } = await createFileSealer().seal(pieces(Buffer.from('same')));
      await collect(ciphertext);
      keys.add((await result).key);
    }
    assert.equal(keys.size, 3);
  });

  it('never holds a whole file: the source is read no further ahead than a few pieces', async () => {
    let given = 0;
    async function* large(): AsyncGenerator<Uint8Array> {
      for (let i = 0; i < 160; i++) {
        given += 65_536;
        yield Buffer.alloc(65_536, i);
      }
    }
    const { ciphertext, result } = await createFileSealer().seal(large());
    let taken = 0;
    let ahead = 0;
    for await (const chunk of ciphertext) {
      taken += chunk.length;
      ahead = Math.max(ahead, given - taken);
    }
    assert.equal((await result).length, 160 * 65_536);
    assert.ok(ahead < 12 * 65_536, `${ahead} bytes ahead`);
  });

  it('passes a failure of the source on, to the reader and to the result', async () => {
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield randomBytes(100_000);
      throw new Error('the connection broke');
    }
    const { ciphertext, result } = await createFileSealer().seal(failing());
    await assert.rejects(collect(ciphertext), /the connection broke/);
    await assert.rejects(result, /the connection broke/);
  });

  it('a failure that nobody waits for does not end the process', async () => {
    async function* failing(): AsyncGenerator<Uint8Array> {
      throw new Error('the connection broke');
    }
    const unhandled: unknown[] = [];
    const listener = (cause: unknown) => unhandled.push(cause);
    process.on('unhandledRejection', listener);
    const { ciphertext } = await createFileSealer().seal(failing());
    await assert.rejects(collect(ciphertext));
    await new Promise((resolve) => setTimeout(resolve, 20));
    process.off('unhandledRejection', listener);
    assert.deepEqual(unhandled, []);
  });

  it('ends the source when the reader stops early', async () => {
    let isEnded = false;
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield randomBytes(65_536);
      } finally {
        isEnded = true;
      }
    }
    const { ciphertext, result } = await createFileSealer().seal(endless());
    for await (const chunk of ciphertext) if (chunk.length > 60_000) break;
    await assert.rejects(result, { code: 'seal.broken' });
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(isEnded, true);
  });
});
