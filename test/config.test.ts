import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { environment, readConfig } from '../src/config.js';
import { Fault } from '../src/ports/fault.js';

const read = (file: string) => {
  if (file === 'keys') return 'k1:aaaa\n';
  throw new Error('no such file');
};
const faultsOf = (variables: Record<string, string>): string[] => {
  try {
    readConfig(variables, read);
  } catch (error) {
    assert.ok(error instanceof Fault && error.code === 'config.wrong');
    return error.message.split('\n- ').slice(1);
  }
  return [];
};

describe('config', () => {
  it('starts with nothing set, on loopback', () => {
    const config = readConfig({}, read);
    assert.equal(config.host, '127.0.0.1');
    assert.equal(config.port, 3978);
    assert.equal(config.customs, null);
    assert.ok(Object.isFrozen(config));
  });

  it('names everything that is wrong at once', () => {
    assert.deepEqual(
      faultsOf({ PORT: '0', TAKE_REPORTS: 'maybe', PUBLIC_URL: 'http://x' }).map((line) => line.split(':')[0]),
      ['PORT', 'PUBLIC_URL', 'TAKE_REPORTS'],
    );
    const faults = faultsOf({
      PORT: '3979',
      CUSTOMS_INBOX: '/in',
      CUSTOMS_JWKS_PINS: 'short',
      STATE_KEYS_FILE: 'gone',
    });
    assert.equal(faults.length, 4);
  });

  it('never runs a demonstration in public or in production', () => {
    for (const variables of [{ PUBLIC_URL: 'https://chat.example.org' }, { NODE_ENV: 'production' }]) {
      const faults = faultsOf({ ...variables } as unknown as Record<string, string>).join('\n');
      for (const name of ['STATE_KEYS', 'BOT_SIGNING_KEY', 'CUSTOMS_JWKS']) assert.match(faults, new RegExp(name));
    }
  });

  it('trusts keys from a URL only by pins', () => {
    const faults = faultsOf({ CUSTOMS_JWKS: 'https://customs.example.org/jwks.json', CUSTOMS_INBOX: '/in' });
    assert.match(faults.join(), /CUSTOMS_JWKS_PINS/);
    assert.match(
      faultsOf({ CUSTOMS_JWKS: 'http://customs.example.org/jwks.json', CUSTOMS_INBOX: '/in' }).join(),
      /https/,
    );
  });

  it('wants every key with Redis, because all processes need the same', () => {
    const faults = faultsOf({ REDIS_URL: 'redis://127.0.0.1' }).join('\n');
    for (const name of ['STATE_KEYS', 'BOT_SIGNING_KEY', 'CUSTOMS_JWKS']) assert.match(faults, new RegExp(name));
    assert.equal(faultsOf({ REDIS_URL: 'http://:secret@x' }).filter((line) => line.startsWith('REDIS_URL')).length, 1);
    assert.ok(!faultsOf({ REDIS_URL: 'http://:secret@x' }).join().includes('secret'));
    assert.match(faultsOf({ REDIS_DURABILITY: 'accepted' }).join(), /REDIS_URL/);
    assert.match(faultsOf({ REDIS_DURABILITY: 'yes' }).join(), /REDIS_DURABILITY/);
    const whole = { STATE_KEYS: 'k', BOT_SIGNING_KEY: 's', CUSTOMS_JWKS: 'j', CUSTOMS_INBOX: 'i' };
    const { redis } = readConfig({ ...whole, REDIS_URL_FILE: 'keys', REDIS_URL: '' }, () => 'redis+cluster://a,b\n');
    assert.deepEqual(redis, { url: 'redis+cluster://a,b', isDurabilityAccepted: false });
    assert.equal(readConfig({}, read).redis, null);
  });

  it('takes a secret from a file', () => {
    assert.equal(readConfig({ STATE_KEYS_FILE: 'keys' }, read).stateKeys, 'k1:aaaa');
    assert.match(faultsOf({ STATE_KEYS_FILE: 'keys', STATE_KEYS: 'k2:bbbb' }).join(), /both/);
  });

  it('does not repeat a secret in what it says', () => {
    assert.ok(!faultsOf({ STATE_KEYS: 'k1:secretvalue', NODE_ENV: 'production' }).join().includes('secretvalue'));
  });

  it('is explained, every variable of it, in .env.example and in the README', () => {
    for (const file of ['.env.example', 'README.md']) {
      const text = readFileSync(path.join(import.meta.dirname, '..', file), 'utf8');
      const missing = Object.keys(environment.shape).filter((name) => !new RegExp(`\\b${name}\\b`).test(text));
      assert.deepEqual(missing, [], `${file} lacks them`);
    }
  });
});
