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

  it('delivers one way: to a folder or to an https address, never both and never in the clear', () => {
    const jwks = { CUSTOMS_JWKS: '/jwks.json' };
    const deliveryOf = (url: string) => readConfig({ ...jwks, CUSTOMS_INTAKE_URL: url }, read).customs?.delivery;
    assert.deepEqual(readConfig({ ...jwks, CUSTOMS_INBOX: '/in' }, read).customs?.delivery, { inbox: '/in' });
    assert.deepEqual(deliveryOf('https://intake.example.org/smt/'), { intakeUrl: 'https://intake.example.org/smt' });
    for (const host of ['127.0.0.1', 'localhost', '[::1]']) {
      assert.deepEqual(deliveryOf(`http://${host}:8443`), { intakeUrl: `http://${host}:8443` });
    }
    const wrong = [
      'http://intake.example.org',
      'http://127.0.0.1.example.org',
      'http://10.0.0.1',
      'https://user:secret@intake.example.org',
      'https://intake.example.org/?key=1',
      'https://intake.example.org/#x',
      'ftp://127.0.0.1',
      'intake.example.org',
    ];
    for (const url of wrong) {
      const faults = faultsOf({ ...jwks, CUSTOMS_INTAKE_URL: url });
      assert.equal(faults.length, 1, url);
      assert.match(faults[0] ?? '', /^CUSTOMS_INTAKE_URL must be an https URL/);
      assert.ok(!faults[0]?.includes('secret'));
    }
    const url = { CUSTOMS_INTAKE_URL: 'https://intake.example.org' };
    assert.match(faultsOf({ ...jwks, ...url, CUSTOMS_INBOX: '/in' }).join(), /both set/);
    assert.match(faultsOf(jwks).join(), /nowhere to deliver to/);
    assert.match(faultsOf(url).join(), /CUSTOMS_INTAKE_URL is set without CUSTOMS_JWKS/);
    assert.equal(faultsOf({ CUSTOMS_INTAKE_URL: 'http://x', PORT: '3979' }).length, 3);
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

  it('has no route for Teams without credentials, and asks for keys and an inbox with them', () => {
    assert.equal(readConfig({}, read).botFramework, null);
    const faults = faultsOf({ MICROSOFT_APP_ID: 'app', MICROSOFT_APP_PASSWORD: 'word' }).join('\n');
    for (const name of ['STATE_KEYS', 'BOT_SIGNING_KEY', 'CUSTOMS_JWKS', 'CUSTOMS_INBOX']) {
      assert.match(faults, new RegExp(`${name}.*MICROSOFT_APP_ID is set`));
    }
    assert.match(faultsOf({ MICROSOFT_APP_ID: 'app' }).join(), /without MICROSOFT_APP_PASSWORD/);
    assert.match(faultsOf({ MICROSOFT_APP_PASSWORD: 'secret-word' }).join(), /without MICROSOFT_APP_ID/);
    assert.ok(!faultsOf({ MICROSOFT_APP_PASSWORD: 'secret-word' }).join().includes('secret-word'));
    assert.match(faultsOf({ BOTFRAMEWORK_TOKEN_URL: 'http://evil.example/token' }).join(), /BOTFRAMEWORK_TOKEN_URL/);
    assert.match(faultsOf({ BOTFRAMEWORK_OPENID_METADATA: 'https://evil.example/' }).join(), /this machine/);
  });

  it('opens the Bot Framework without credentials only to this machine, while it is developed', () => {
    assert.equal(readConfig({ NODE_ENV: 'development' }, read).botFramework?.credentials, null);
    assert.equal(readConfig({ NODE_ENV: 'development', HOST: '0.0.0.0' }, read).botFramework, null);
  });

  it('believes the bot’s own tenant unless others are named', () => {
    const base = {
      MICROSOFT_APP_ID: 'app',
      MICROSOFT_APP_PASSWORD_FILE: 'keys',
      MICROSOFT_APP_TENANT_ID: 'Own-1',
      STATE_KEYS: 'k1:aaaa',
      BOT_SIGNING_KEY: '{}',
      CUSTOMS_JWKS: '/jwks',
      CUSTOMS_INBOX: '/in',
    };
    const own = readConfig(base, read).botFramework;
    assert.deepEqual(own?.tenants, ['own-1']);
    assert.deepEqual(own?.serviceHosts, ['smba.trafficmanager.net']);
    assert.match(own?.tokenUrl ?? '', /^https:\/\/login\.microsoftonline\.com\/Own-1\//);
    const named = readConfig({ ...base, TEAMS_ALLOWED_TENANTS: 'A, b' }, read).botFramework;
    assert.deepEqual(named?.tenants, ['a', 'b']);
    assert.equal(readConfig({ ...base, TEAMS_ALLOWED_TENANTS: '*' }, read).botFramework?.tenants, null);
  });

  it('is explained, every variable of it, in .env.example and in the README', () => {
    for (const file of ['.env.example', 'README.md']) {
      const text = readFileSync(path.join(import.meta.dirname, '..', file), 'utf8');
      const missing = Object.keys(environment.shape).filter((name) => !new RegExp(`\\b${name}\\b`).test(text));
      assert.deepEqual(missing, [], `${file} lacks them`);
    }
  });
});
