import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { putFile } from '../../../src/adapters/node/put-file.js';
import { readPrivateFile } from '../../../src/adapters/node/private-file.js';
import { temporaryFolder } from '../../desk/sample-report.js';

const isPosix = process.platform !== 'win32';

describe('put file', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let file: string;
  beforeEach(() => {
    folder = temporaryFolder();
    file = path.join(folder.dir, 'a.json');
  });
  afterEach(() => folder.remove());

  it('writes once and leaves what is there', async () => {
    assert.equal(await putFile(file, Buffer.from('one')), true);
    assert.equal(await putFile(file, Buffer.from('two')), false);
    assert.equal(fs.readFileSync(file, 'utf8'), 'one');
    assert.deepEqual(fs.readdirSync(folder.dir), ['a.json']);
  });

  it('is private where nothing else is asked for, and shows the time that is asked for', async () => {
    await putFile(file, Buffer.from('one'), { modified: Date.parse('2026-11-23T20:00:00Z') });
    assert.equal(fs.statSync(file).mtime.toISOString(), '2026-11-23T20:00:00.000Z');
    if (isPosix) assert.equal(fs.statSync(file).mode & 0o777, 0o600);
    const open = path.join(folder.dir, 'b.json');
    await putFile(open, Buffer.from('one'), { mode: 0o640 });
    if (isPosix) assert.equal(fs.statSync(open).mode & 0o777, 0o640);
  });

  it('of twenty at once one wins, whole', async () => {
    const bodies = Array.from({ length: 20 }, () => randomBytes(50_000));
    const results = await Promise.all(bodies.map((body) => putFile(file, body)));
    assert.equal(results.filter((isNew) => isNew).length, 1);
    const winner = bodies[results.indexOf(true)];
    assert.ok(winner?.equals(fs.readFileSync(file)));
    assert.deepEqual(fs.readdirSync(folder.dir), ['a.json']);
  });

  for (const code of ['EPERM', 'ENOTSUP', 'ENOSYS']) {
    it(`without hard links (${code}) it is whole or not there all the same, and does not replace`, async () => {
      const link = () => Promise.reject(Object.assign(new Error(code), { code }));
      assert.equal(await putFile(file, Buffer.from('one'), { link }), true);
      assert.equal(await putFile(file, Buffer.from('two'), { link }), false);
      assert.equal(fs.readFileSync(file, 'utf8'), 'one');
      // Another writer was quicker while this one wrote.
      const late = path.join(folder.dir, 'late');
      const overtaken = () => {
        fs.writeFileSync(late, 'first');
        return link();
      };
      assert.equal(await putFile(late, Buffer.from('second'), { link: overtaken }), false);
      assert.equal(fs.readFileSync(late, 'utf8'), 'first');
      assert.deepEqual(fs.readdirSync(folder.dir).sort(), ['a.json', 'late']);
    });
  }

  it('throws every other failure to give the name, and cleans up', async () => {
    const link = () => Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' }));
    await assert.rejects(putFile(file, Buffer.from('one'), { link }), { code: 'ENOSPC' });
    assert.deepEqual(fs.readdirSync(folder.dir), []);
  });

  it('streams, and leaves nothing at all when the source fails', async () => {
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield randomBytes(10_000);
      throw new Error('the source broke');
    }
    await assert.rejects(putFile(file, failing()), /the source broke/);
    assert.deepEqual(fs.readdirSync(folder.dir), []);
  });

  it('does not read the source when the file is there', async () => {
    fs.writeFileSync(file, 'one');
    let isRead = false;
    async function* source(): AsyncGenerator<Uint8Array> {
      isRead = true;
      yield Buffer.from('two');
    }
    assert.equal(await putFile(file, source()), false);
    assert.equal(isRead, false);
  });

  it('throws when the folder is not there, and makes none', async () => {
    await assert.rejects(putFile(path.join(folder.dir, 'away', 'a'), Buffer.from('one')), { code: 'ENOENT' });
    assert.deepEqual(fs.readdirSync(folder.dir), []);
  });
});

describe('private file', () => {
  it('is read only where others cannot, and its fault says what to do', async function () {
    if (!isPosix) this.skip();
    const { dir, remove } = temporaryFolder();
    const file = path.join(dir, 'secret');
    fs.writeFileSync(file, 'canary', { mode: 0o600 });
    assert.equal(await readPrivateFile(file), 'canary');
    for (const mode of [0o640, 0o604, 0o644, 0o660]) {
      fs.chmodSync(file, mode);
      await assert.rejects(readPrivateFile(file), { code: 'config.wrong', message: /chmod 600/ });
    }
    await assert.rejects(readPrivateFile(path.join(dir, 'none')), { code: 'keys.missing' });
    remove();
  });
});
