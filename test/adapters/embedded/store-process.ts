// A process of its own around an embedded store, to be refused and killed. It says what it has done on stdout, one JSON line each,
// only after the store has acknowledged it. Run by run-store.ts: `store-process.ts FOLDER TASK`.
import { once } from 'node:events';
import { writeSync } from 'node:fs';
import { openEmbeddedStore, type EmbeddedStore } from '../../../src/adapters/embedded/open-embedded-store.js';
import { Fault } from '../../../src/ports/fault.js';
import { bytes, change, chunks, day, lifetime, parcel, start } from '../../contracts/subject.js';

const [folder = '', task = ''] = process.argv.slice(2);
const report = (line: Record<string, unknown>) => writeSync(1, `${JSON.stringify(line)}\n`);

/** Turns of one conversation without end, each with a file, replies and a parcel; goes on where an earlier process stopped. */
async function converse({ records, blobs }: EmbeddedStore, conversation: string): Promise<void> {
  const begun = (await records.load(conversation, start))?.revision ?? 0;
  for (let turn = begun; ; turn += 1) {
    const name = `${conversation}-${turn}`;
    const blob = `${name}-of-${process.pid}`;
    await blobs.write({ id: blob, conversation, expiresAt: start + day }, chunks(`content of ${blob}`));
    report({ blob });
    const entry = { body: bytes(name), fingerprint: name };
    const added = await records.append(conversation, entry, { now: start, lifetime, mustExist: false });
    report({ append: name, seq: added?.seq });
    const isDone = await records.commit(
      conversation,
      turn,
      change(added?.seq ?? 0, {
        state: bytes(name),
        log: [1, 2, 3].map((n) => ({ at: start + n, body: bytes(`${name} reply ${n}`) })),
        parcels: [parcel(name)],
        claims: [{ blob, parcel: name }],
      }),
    );
    if (!isDone) throw new Error(`${name} was not committed`);
    report({ commit: name });
  }
}

/** Writes until the disk is full (the starter has set a limit to the size of files), and says what came of it. */
async function fill(store: EmbeddedStore): Promise<void> {
  const faults = new Set<string>();
  const kept: string[] = [];
  const write = async (conversation: string): Promise<void> => {
    const entry = { body: new Uint8Array(9_000).fill(1), fingerprint: null };
    await store.records.append(conversation, entry, { now: start, lifetime, mustExist: false }).then(
      () => kept.push(conversation),
      (error: unknown) => faults.add(error instanceof Fault ? error.code : String(error)),
    );
  };
  for (let round = 0; round < 40; round += 1)
    await Promise.all(Array.from({ length: 10 }, (_, n) => write(`c${round}-${n}`)));
  const large = async function* () {
    for (let n = 0; n < 100; n += 1) yield new Uint8Array(50_000);
  };
  await store.blobs
    .write({ id: 'large', conversation: 'c', expiresAt: start }, large())
    .catch((error: unknown) => faults.add(`blob ${error instanceof Fault ? error.code : String(error)}`));
  const whileFull = kept.length;
  // What is erased makes room again. The first pages go to the bookkeeping of the free ones.
  const erased = kept.splice(0, 40);
  for (const conversation of erased) await store.records.erase(conversation).catch(() => faults.add('erase'));
  await write('after');
  report({ filled: true, whileFull, kept, faults: [...faults].sort() });
}

/** Holds it until it is told to go, so that several can start at the same moment. */
if (task === 'wait') {
  report({ isReady: true });
  await once(process.stdin, 'data');
}

try {
  const store = await openEmbeddedStore({ path: folder, name: 'the test' });
  report({ open: process.pid });
  if (task === 'converse') await Promise.all(['a', 'b', 'c'].map((conversation) => converse(store, conversation)));
  if (task === 'fill') await fill(store);
  process.stdin.on('end', () => void store.close());
  process.stdin.resume();
} catch (error) {
  report({ fault: error instanceof Fault ? error.code : 'other', message: String(error) });
}
