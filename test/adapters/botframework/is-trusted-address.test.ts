import assert from 'node:assert/strict';
import { isTrustedAddress } from '../../../src/adapters/botframework/is-trusted-address.js';

const hosts = ['smba.trafficmanager.net', '*.botframework.com'];

describe('the address for replies', () => {
  for (const address of ['https://smba.trafficmanager.net/emea/', 'https://webchat.botframework.com/']) {
    it(`takes ${address}`, () => assert.ok(isTrustedAddress(address, hosts)));
  }

  for (const address of [
    'http://smba.trafficmanager.net/emea/',
    'https://smba.trafficmanager.net.evil.example/',
    'https://smba.trafficmanager.net@evil.example/',
    'https://evil.example/smba.trafficmanager.net/',
    'https://user:word@smba.trafficmanager.net/',
    'https://botframework.com.evil.example/',
    'https://evilbotframework.com/',
    'http://127.0.0.1/',
    'ftp://smba.trafficmanager.net/',
    'smba.trafficmanager.net',
    '',
    null,
    7,
  ]) {
    it(`refuses ${String(address)}`, () => assert.ok(!isTrustedAddress(address, hosts)));
  }

  it('takes http to this machine only where it is on the list', () => {
    assert.ok(isTrustedAddress('http://127.0.0.1:99/teams', ['127.0.0.1']));
    assert.ok(!isTrustedAddress('http://10.0.0.1/teams', ['10.0.0.1']));
  });
});
