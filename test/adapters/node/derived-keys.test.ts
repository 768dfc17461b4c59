import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { createDerivedKeys } from '../../../src/adapters/node/derived-keys.js';
import { Fault } from '../../../src/ports/fault.js';

const key = () => randomBytes(32).toString('base64url');
const isWrong = (secret: string) => (error: unknown) =>
  error instanceof Fault && error.code === 'config.wrong' && !error.message.includes(secret);

describe('derived keys', () => {
  it('takes the first as current and derives under all', () => {
    const keys = createDerivedKeys(`new:${key()}, old_1:${key()}`);
    assert.equal(keys.current, 'new');
    assert.equal(keys.derive('a', 'new')?.length, 32);
    assert.equal(keys.derive('a', 'old_1')?.length, 32);
    assert.notDeepEqual(keys.derive('a', 'new'), keys.derive('a', 'old_1'));
  });

  it('answers null for a generation that is not configured, and does not take the empty name for one', () => {
    const keys = createDerivedKeys(`new:${key()}`);
    assert.equal(keys.derive('a', 'old'), null);
    assert.equal(keys.derive('a', ''), null);
    assert.equal(keys.deriveSalted('a', 'old', randomBytes(16)), null);
  });

  it('derives the same again for a label, another for another label or salt', () => {
    const text = `k:${key()}`;
    const keys = createDerivedKeys(text);
    const salt = randomBytes(16);
    assert.deepEqual(keys.derive('a', 'k'), createDerivedKeys(text).derive('a', 'k'));
    assert.notDeepEqual(keys.derive('a', 'k'), keys.derive('b', 'k'));
    assert.notDeepEqual(keys.deriveSalted('a', 'k', salt), keys.deriveSalted('a', 'k', randomBytes(16)));
    assert.notDeepEqual(keys.deriveSalted('a', 'k', salt), keys.derive('a', 'k'));
  });

  it('uses the whole of a key that is longer than 32 bytes', () => {
    const start = randomBytes(32);
    const long = (end: number) => Buffer.concat([start, Buffer.from([end])]).toString('base64url');
    const [one, two] = [long(1), long(2)].map((text) => createDerivedKeys(`k:${text}`).derive('a', 'k'));
    assert.notDeepEqual(one, two);
  });

  for (const [name, text] of Object.entries({
    'nothing at all': '',
    'no kid': key(),
    'an empty kid': `:${key()}`,
    'a kid that is too long': `${'k'.repeat(17)}:${key()}`,
    'a kid with a dot': `a.b:${key()}`,
    'a key that is too short': `k:${randomBytes(31).toString('base64url')}`,
    'a key in another alphabet': `k:${'+/'.repeat(30)}`,
    'a repeated kid': `k:${key()},k:${key()}`,
    'a trailing comma': `k:${key()},`,
  })) {
    it(`refuses ${name} without showing any of it`, () => {
      const secret = text.split(':').pop() ?? '';
      assert.throws(() => createDerivedKeys(text), secret === '' ? { code: 'config.wrong' } : isWrong(secret));
    });
  }
});
