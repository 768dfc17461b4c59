// An embedded store in a fresh folder, as the contract suites want it.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openEmbeddedStore } from '../../../src/adapters/embedded/open-embedded-store.js';
import type { Subject } from '../../contracts/subject.js';

export const freshFolder = (): Promise<string> => mkdtemp(path.join(tmpdir(), 'smt-store-'));

async function openIn(folder: string): Promise<Subject> {
  const store = await openEmbeddedStore({ path: folder, name: 'test' });
  return {
    ...store,
    async close() {
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
    async reopen() {
      await store.close();
      return openIn(folder);
    },
  };
}

export const makeSubject = async (): Promise<Subject> => openIn(await freshFolder());
