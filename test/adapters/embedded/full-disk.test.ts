// A full disk: whoever is told so can try again, nothing half is kept, and the process lives on.
import assert from 'node:assert/strict';
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { openEmbeddedStore } from '../../../src/adapters/embedded/open-embedded-store.js';
import { start } from '../../contracts/subject.js';
import { freshFolder } from './make-subject.js';
import { runStore } from './run-store.js';

describe('the embedded store on a full disk', () => {
  it('refuses with store.broken, keeps what it acknowledged, and writes again when there is room', async function () {
    if (process.platform === 'win32') return this.skip();
    const folder = await freshFolder();
    const writer = runStore(folder, 'fill');
    const { kept, whileFull, faults } = (await writer.waitFor((line) => 'filled' in line || 'fault' in line)) as {
      kept: string[];
      whileFull: number;
      faults: string[];
    };
    await writer.kill();
    assert.deepEqual(faults, ['blob store.broken', 'store.broken']);
    assert.ok(whileFull > 40 && whileFull < 400, `${whileFull} of 400 were kept: the disk was never full, or always`);
    assert.equal(kept.at(-1), 'after');
    const store = await openEmbeddedStore({ path: folder, name: 'test' });
    for (const conversation of kept) assert.notEqual(await store.records.load(conversation, start), null);
    assert.deepEqual(await readdir(path.join(folder, 'blobs')), []);
    await store.close();
    await rm(folder, { recursive: true });
  });
});
