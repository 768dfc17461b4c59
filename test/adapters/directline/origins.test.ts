import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { createOrigins } from '../../../src/adapters/directline/origins.js';
import { toLanguage, toLocale } from '../../../src/core/chat/to-language.js';
import { watermarkOf } from '../../../src/adapters/directline/watermark.js';

const asked = (headers: Record<string, string>) => ({ headers }) as unknown as IncomingMessage;

describe('where a request comes from', () => {
  it('without a public address the page of the same host is allowed, and nobody else', () => {
    const origins = createOrigins(null);
    const from = (origin: string) => origins.isAllowed(asked({ host: '127.0.0.1:3978', origin }));
    assert.ok(from('http://127.0.0.1:3978'));
    assert.ok(from('https://127.0.0.1:3978'));
    for (const other of [
      'http://127.0.0.1:3979',
      'http://evil.example',
      'null',
      '',
      'http://127.0.0.1:3978.evil.example',
    ]) {
      assert.ok(!from(other), other);
    }
  });

  it('with a public address that one is allowed too', () => {
    const origins = createOrigins('https://chat.example/');
    assert.ok(origins.isAllowed(asked({ host: 'inside:80', origin: 'https://chat.example' })));
    assert.ok(!origins.isAllowed(asked({ host: 'inside:80', origin: 'http://chat.example' })));
  });

  it('no Origin is no browser page', () => assert.ok(createOrigins(null).isAllowed(asked({ host: 'x' }))));

  it('the socket address is the public one, or the one that was asked for', () => {
    assert.equal(createOrigins('https://chat.example/x').socketBase(asked({ host: 'inside' })), 'wss://chat.example');
    assert.equal(createOrigins('http://chat.example').socketBase(asked({})), 'ws://chat.example');
    assert.equal(createOrigins(null).socketBase(asked({ host: '[::1]:3978' })), 'ws://[::1]:3978');
    assert.equal(createOrigins(null).socketBase(asked({ host: 'a"b<c' })), 'ws://localhost');
    assert.equal(createOrigins(null).socketBase(asked({ 'x-forwarded-host': 'evil.example' })), 'ws://localhost');
  });

  it('a watermark that is none is the beginning', () => {
    assert.equal(watermarkOf('/x?watermark=17'), 17);
    for (const none of [undefined, '/x', '/x?watermark=', '/x?watermark=-1', '/x?watermark=1e9', '/x?watermark=null']) {
      assert.equal(watermarkOf(none), 0);
    }
  });

  it('languages by their first part, English for what has no wording', () => {
    const of = (locale: unknown) => toLanguage(locale, ['en', 'sv']);
    assert.deepEqual(['sv', 'sv-SE', 'SV_fi', 'en-GB', 'de', '', undefined, 7].map(of), [
      'sv',
      'sv',
      'sv',
      'en',
      'en',
      'en',
      'en',
      'en',
    ]);
    assert.equal(toLanguage('de', ['fi', 'sv']), 'fi');
    assert.equal(toLanguage('de', []), 'en');
    assert.deepEqual(['en', 'sv', 'fi'].map(toLocale), ['en-US', 'sv-SE', 'fi']);
  });
});
