// A process that is killed with SIGKILL loses nothing that it has acknowledged, and leaves no half of anything.
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { openEmbeddedStore } from '../../../src/adapters/embedded/open-embedded-store.js';
import { minute, readAll, start, text } from '../../contracts/subject.js';
import { freshFolder } from './make-subject.js';
import { runStore, type Line, type StoreProcess } from './run-store.js';

/** Opens what the killed processes left and compares it with what they had said. */
async function inspect(folder: string, lines: Line[]): Promise<void> {
  const store = await openEmbeddedStore({ path: folder, name: 'test' });
  const { records, blobs } = store;
  try {
    const said = (key: string) => lines.filter((line) => key in line).map((line) => String(line[key]));
    const leased = await records.lease(start, start + minute, 100_000);
    const parcels = new Set(leased.map(({ id }) => id));
    assert.equal((await records.backlog()).waiting, parcels.size);
    for (const name of said('commit')) assert.ok(parcels.has(name), `acknowledged and lost: ${name}`);
    for (const { id, body, blobs: claimed } of leased) {
      assert.equal(text(body), `sealed ${id}`);
      assert.equal(claimed.length, 1);
      assert.match(claimed[0] ?? '', new RegExp(`^${id}-of-`));
      for (const blob of claimed) assert.equal(await readAll(await blobs.read(blob)), `content of ${blob}`);
    }
    for (const name of said('blob')) assert.equal(await readAll(await blobs.read(name)), `content of ${name}`);
    for (const conversation of ['a', 'b', 'c']) {
      const loaded = await records.load(conversation, start);
      const log = await records.read(conversation, 0, 100_000, start);
      const bodies = log.map(({ body }) => text(body));
      for (const name of said('append').filter((one) => one.startsWith(conversation))) assert.ok(bodies.includes(name));
      assert.deepEqual(
        log.map(({ seq }) => seq),
        log.map((_, index) => index + 1),
      );
      // whole turns only: n commits are n states, n parcels and 3 n replies, and one entry more at most
      const commits = [...parcels].filter((name) => name.startsWith(conversation)).length;
      assert.equal(loaded?.revision ?? 0, commits);
      assert.equal(log.filter(({ direction }) => direction === 'out').length, commits * 3);
      const inbound = log.length - commits * 3;
      assert.ok(inbound === commits || inbound === commits + 1);
      assert.equal((loaded?.next ?? null) === null, inbound === commits);
      assert.equal(text(loaded?.state), commits > 0 ? `${conversation}-${commits - 1}` : null);
    }
  } finally {
    await store.close();
  }
}

describe('the embedded store after SIGKILL', () => {
  const points: Record<string, (line: Line) => boolean> = {
    'the first file': (line) => 'blob' in line,
    'the first append': (line) => 'append' in line,
    'the first commit': (line) => 'commit' in line,
    'an append in full swing': (line) => line.append === 'b-20',
    'a commit in full swing': (line) => line.commit === 'c-40',
  };
  for (const [what, point] of Object.entries(points))
    it(`has everything that was acknowledged and no half commit: killed after ${what}`, async () => {
      const folder = await freshFolder();
      const victim = runStore(folder, 'converse');
      try {
        await victim.waitFor(point);
      } finally {
        await victim.kill();
      }
      await inspect(folder, victim.lines);
      await rm(folder, { recursive: true });
    });

  it('goes on where it was, kill after kill', async () => {
    const folder = await freshFolder();
    const victims: StoreProcess[] = [];
    for (const commit of ['a-2', 'a-5', 'a-9']) {
      const victim = runStore(folder, 'converse');
      victims.push(victim);
      await victim.waitFor((line) => line.commit === commit);
      await victim.kill();
    }
    const lines = victims.flatMap((victim) => victim.lines);
    await inspect(folder, lines);
    assert.ok(lines.some((line) => line.commit === 'a-9'));
    await rm(folder, { recursive: true });
  });
});
