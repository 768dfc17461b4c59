import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { createFolderIntake, type PutIfAbsent } from '../../../src/adapters/customs/folder-intake.js';
import { putFile } from '../../../src/adapters/node/put-file.js';
import { Fault } from '../../../src/ports/fault.js';
import type { Delivery } from '../../../src/ports/intake.js';
import { newReportId, temporaryFolder } from '../../desk/sample-report.js';

const clock = { now: () => Date.parse('2026-11-23T20:17:31Z') };

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

function delivery(files: string[], changes: Partial<Delivery> = {}): Delivery {
  return {
    reportId: newReportId(),
    formVersion: '1',
    isUrgent: false,
    sealed: Buffer.from('{"sealed":1}'),
    files: files.map((text, index) => ({ number: index + 1, open: async () => once(Buffer.from(text)) })),
    ...changes,
  };
}

const failing = (code: string) => Object.assign(new Error(code), { code });

describe('folder intake', () => {
  let inbox: ReturnType<typeof temporaryFolder>;
  beforeEach(() => {
    inbox = temporaryFolder();
  });
  afterEach(() => inbox.remove());

  const names = () => fs.readdirSync(inbox.dir).sort();
  const read = (name: string) => fs.readFileSync(path.join(inbox.dir, name), 'utf8');
  const intake = (put: PutIfAbsent = putFile) => createFolderIntake({ folder: inbox.dir, put, clock });

  it('puts the files and then the report, under names made of ids only', async () => {
    const order: string[] = [];
    const given = delivery(['one', 'two']);
    const put: PutIfAbsent = (file, body, options) => {
      order.push(path.basename(file).replace(given.reportId, 'ID'));
      return putFile(file, body, options);
    };
    assert.equal(await intake(put).deliver(given), 'accepted');
    assert.deepEqual(order, ['ID.1.age', 'ID.2.age', 'ID.jwe.json']);
    assert.deepEqual(names(), [`${given.reportId}.1.age`, `${given.reportId}.2.age`, `${given.reportId}.jwe.json`]);
    assert.equal(read(`${given.reportId}.2.age`), 'two');
    assert.equal(read(`${given.reportId}.jwe.json`), '{"sealed":1}');
  });

  it('shows no time finer than the hour', async () => {
    await intake().deliver(delivery(['one']));
    for (const name of names()) {
      assert.equal(fs.statSync(path.join(inbox.dir, name)).mtime.toISOString(), '2026-11-23T20:00:00.000Z');
    }
  });

  it('accepts a repeat without touching or reading anything', async () => {
    const given = delivery(['one']);
    await intake().deliver(given);
    const repeat = delivery([], {
      reportId: given.reportId,
      sealed: Buffer.from('other'),
      files: [{ number: 1, open: () => Promise.reject(new Error('must not be opened')) }],
    });
    assert.equal(await intake().deliver(repeat), 'accepted');
    assert.equal(read(`${given.reportId}.jwe.json`), '{"sealed":1}');
    assert.equal(names().length, 2);
  });

  it('accepts what the desk has archived, and does not bring it back', async () => {
    const given = delivery(['one']);
    fs.mkdirSync(path.join(inbox.dir, 'taken'));
    fs.writeFileSync(path.join(inbox.dir, 'taken', given.reportId), '');
    assert.equal(await intake().deliver(given), 'accepted');
    assert.deepEqual(names(), ['taken']);
  });

  it('refuses what is no id or number of ours, and writes nothing', async () => {
    const open = async () => once(Buffer.from('x'));
    const bad: Delivery[] = [
      delivery([], { reportId: '../../etc/passwd' }),
      delivery([], { reportId: 'A'.repeat(32) }),
      delivery([], { reportId: `${newReportId()}\n` }),
      delivery([], { reportId: '' }),
      delivery([], { files: [{ number: 0, open }] }),
      delivery([], { files: [{ number: 1.5, open }] }),
      delivery([], {
        files: [
          { number: 1, open },
          { number: 1, open },
        ],
      }),
    ];
    for (const given of bad) assert.equal(await intake().deliver(given), 'refused');
    assert.deepEqual(names(), []);
  });

  // Killed at each step, and once more in the middle of writing: the report appears whole, once, with all its files.
  for (const step of [0, 1, 2]) {
    for (const when of ['before', 'during', 'after'] as const) {
      it(`killed ${when} step ${step} it is repeatable, and shows no report before all its files`, async () => {
        const given = delivery(['one', 'two']);
        let count = 0;
        const killed: PutIfAbsent = async (file, body, options) => {
          if (count++ !== step) return putFile(file, body, options);
          if (when === 'during') {
            const half = path.join(path.dirname(file), `.${path.basename(file)}.0123456789abcdef.tmp`);
            fs.writeFileSync(half, randomBytes(5));
          }
          if (when === 'after') await putFile(file, body, options);
          throw failing('KILLED');
        };
        assert.equal(await intake(killed).deliver(given), 'later');
        assert.ok(count > step, 'the failpoint was hit');
        if (names().includes(`${given.reportId}.jwe.json`)) {
          assert.equal(names().filter((name) => name.endsWith('.age')).length, 2);
        }
        assert.equal(await intake().deliver(given), 'accepted');
        assert.equal(await intake().deliver(given), 'accepted');
        // After the last step the report was there already: nothing was left over either.
        assert.deepEqual(names(), [`${given.reportId}.1.age`, `${given.reportId}.2.age`, `${given.reportId}.jwe.json`]);
        assert.equal(read(`${given.reportId}.1.age`), 'one');
      });
    }
  }

  it('a repeat after a kill leaves the temporary files of other reports alone', async () => {
    const other = `.${newReportId()}.jwe.json.0123456789abcdef.tmp`;
    fs.writeFileSync(path.join(inbox.dir, other), 'x');
    await intake().deliver(delivery([]));
    assert.equal(names().includes(other), true);
  });

  for (const code of ['ENOSPC', 'EIO', 'EROFS', 'EDQUOT', 'ESTALE', 'EACCES']) {
    it(`answers later on ${code}, and takes it when that is over`, async () => {
      const given = delivery(['one']);
      assert.equal(await intake(() => Promise.reject(failing(code))).deliver(given), 'later');
      assert.equal(await intake().deliver(given), 'accepted');
    });
  }

  it('answers later where the folder is away, and makes none: a share that is not mounted is no inbox', async () => {
    const folder = path.join(inbox.dir, 'share');
    assert.equal(await createFolderIntake({ folder, put: putFile, clock }).deliver(delivery(['one'])), 'later');
    assert.equal(fs.existsSync(folder), false);
  });

  it('throws what reading one of our own files throws, and leaves nothing half', async () => {
    const missing = new Fault('blob.missing', 'gone');
    async function* breaking(): AsyncGenerator<Uint8Array> {
      yield randomBytes(10);
      throw missing;
    }
    for (const open of [() => Promise.reject(missing), async () => breaking()]) {
      const given = delivery([], { files: [{ number: 1, open }] });
      await assert.rejects(intake().deliver(given), (cause) => cause === missing);
      assert.deepEqual(names(), []);
    }
  });

  it('many at once, each twice, arrive once', async () => {
    const all = Array.from({ length: 20 }, () => delivery(['one']));
    const outcomes = await Promise.all([...all, ...all].map((given) => intake().deliver(given)));
    // The twin may clear the other's temporary file away; then it is tried again.
    for (const [index, outcome] of outcomes.entries()) {
      if (outcome === 'later') assert.equal(await intake().deliver(all[index % 20] ?? delivery([])), 'accepted');
      else assert.equal(outcome, 'accepted');
    }
    assert.equal(names().length, 40);
  });
});
