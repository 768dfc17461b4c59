import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { createDerivedKeys } from '../../../src/adapters/node/derived-keys.js';
import { loadKeyFiles } from '../../../src/adapters/node/key-files.js';
import { parseSigningKey } from '../../../src/adapters/node/signing-key.js';
import { temporaryFolder } from '../../desk/sample-report.js';

describe('key files', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let keys: string;
  beforeEach(() => {
    folder = temporaryFolder();
    keys = path.join(folder.dir, 'data', 'keys');
  });
  afterEach(() => folder.remove());

  it('makes usable keys once and loads the same afterwards', async () => {
    const made = await loadKeyFiles(keys);
    assert.equal(createDerivedKeys(made.stateKeys).current, 'k1');
    assert.equal(parseSigningKey(made.signingKey).crv, 'Ed25519');
    assert.deepEqual(await loadKeyFiles(keys), made);
    assert.notDeepEqual(await loadKeyFiles(path.join(folder.dir, 'other')), made);
  });

  it('makes only what is missing', async () => {
    const made = await loadKeyFiles(keys);
    fs.rmSync(path.join(keys, 'bot-signing-key.json'));
    const again = await loadKeyFiles(keys);
    assert.equal(again.stateKeys, made.stateKeys);
    assert.notEqual(again.signingKey, made.signingKey);
  });

  it('several starts at once agree on one', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => loadKeyFiles(keys)));
    assert.equal(new Set(all.map((made) => JSON.stringify(made))).size, 1);
  });

  it('lets nobody else read them, and refuses a file that others can read', async function () {
    if (process.platform === 'win32') this.skip();
    await loadKeyFiles(keys);
    assert.equal(fs.statSync(keys).mode & 0o777, 0o700);
    for (const name of fs.readdirSync(keys)) {
      const file = path.join(keys, name);
      assert.equal(fs.statSync(file).mode & 0o777, 0o600);
      fs.chmodSync(file, 0o644);
      await assert.rejects(loadKeyFiles(keys), { code: 'config.wrong', message: /chmod 600/ });
      fs.chmodSync(file, 0o600);
    }
  });
});
