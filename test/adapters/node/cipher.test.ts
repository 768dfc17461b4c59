import assert from 'node:assert/strict';
import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { createCipher } from '../../../src/adapters/node/cipher.js';
import { createDerivedKeys } from '../../../src/adapters/node/derived-keys.js';
import type { ConversationRef } from '../../../src/ports/cipher.js';
import { Fault } from '../../../src/ports/fault.js';

const raw = { one: randomBytes(32), two: randomBytes(32) };
const entry = (kid: 'one' | 'two') => `${kid}:${raw[kid].toString('base64url')}`;
const cipherOf = (...entries: string[]) => createCipher(createDerivedKeys(entries.join(',')));
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8');
const plain = Buffer.from('the seal was broken');
const teams: ConversationRef = { id: '19:abc@thread.v2', secret: null };

const hasCode = (code: string, ...hidden: string[]) => {
  return (error: unknown) =>
    error instanceof Fault && error.code === code && !hidden.some((word) => error.message.includes(word));
};

describe('cipher', () => {
  const cipher = cipherOf(entry('one'));

  it('makes conversations whose id names the generation, with 128 bits of id and of secret', () => {
    const ref = cipher.create();
    assert.match(ref.id, /^one\.[A-Za-z0-9_-]{22}$/);
    assert.equal(ref.secret.length, 16);
    assert.notEqual(cipher.create().id, ref.id);
    assert.notDeepEqual(cipher.create().secret, ref.secret);
  });

  it('names storage by an HMAC under a key of its own', () => {
    const { id } = cipher.create();
    const key = hkdfSync('sha256', raw.one, Buffer.alloc(0), 'smt-bot/v1/storage-id', 32);
    assert.equal(cipher.storageId(id), createHmac('sha256', Buffer.from(key)).update(id).digest('base64url'));
    assert.notEqual(cipher.storageId(id), cipher.storageId(cipher.create().id));
  });

  it('opens what it sealed, for the web and for channels without a secret', () => {
    for (const ref of [cipher.create(), teams]) {
      assert.equal(text(cipher.open(ref, 'state', cipher.seal(ref, 'state', plain))), text(plain));
      assert.equal(cipher.open(ref, 'state', cipher.seal(ref, 'state', new Uint8Array(0))).length, 0);
    }
  });

  it('never seals the same text to the same bytes, and shows none of it', () => {
    const ref = cipher.create();
    const [a, b] = [cipher.seal(ref, 'state', plain), cipher.seal(ref, 'state', plain)];
    assert.notDeepEqual(a, b);
    assert.equal(Buffer.from(a).includes('seal was'), false);
    assert.equal(Buffer.from(a).includes(ref.id), false);
  });

  it('derives the key from STATE_KEYS and the secret together', () => {
    const ref = cipher.create();
    const sealed = cipher.seal(ref, 'state', plain);
    assert.equal(sealed[0], 1);
    assert.equal(text(sealed.subarray(2, 2 + (sealed[1] ?? 0))), 'one');
    // Another holder of the same secret but of other keys under the same name gets nowhere.
    const other = cipherOf(`one:${randomBytes(32).toString('base64url')}`);
    assert.throws(() => other.open(ref, 'state', sealed), hasCode('cipher.broken', ref.id));
  });

  it('does not open with a wrong secret, a wrong purpose, or for another conversation', () => {
    const ref = cipher.create();
    const sealed = cipher.seal(ref, 'state', plain);
    const wrong: [ConversationRef, string][] = [
      [{ ...ref, secret: randomBytes(16) }, 'state'],
      [{ ...ref, secret: null }, 'state'],
      [ref, 'log'],
      [{ ...ref, id: cipher.create().id }, 'state'],
      [cipher.create(), 'state'],
    ];
    for (const [who, purpose] of wrong) {
      assert.throws(() => cipher.open(who, purpose, sealed), hasCode('cipher.broken', ref.id, 'seal was'));
    }
    const other = { id: '19:def@thread.v2', secret: null };
    assert.throws(() => cipher.open(other, 'state', cipher.seal(teams, 'state', plain)), hasCode('cipher.broken'));
  });

  it('finds every changed byte, and every cut', () => {
    const ref = cipher.create();
    const sealed = cipher.seal(ref, 'state', plain);
    for (let at = 0; at < sealed.length; at++) {
      const changed = sealed.slice();
      changed[at] = (changed[at] ?? 0) ^ 1;
      assert.throws(() => cipher.open(ref, 'state', changed), Fault, `byte ${at}`);
      assert.throws(() => cipher.open(ref, 'state', sealed.slice(0, at)), Fault, `cut at ${at}`);
    }
  });

  it('opens bytes that stand inside a larger buffer', () => {
    const ref = cipher.create();
    const sealed = cipher.seal(ref, 'state', plain);
    const larger = new Uint8Array(sealed.length + 20).fill(7);
    larger.set(sealed, 10);
    assert.equal(text(cipher.open(ref, 'state', larger.subarray(10, 10 + sealed.length))), text(plain));
  });

  it('after a rotation opens the old, keeps its name, and begins the new under the new key', () => {
    const old = cipher.create();
    const sealed = { web: cipher.seal(old, 'state', plain), teams: cipher.seal(teams, 'state', plain) };
    const rotated = cipherOf(entry('two'), entry('one'));
    assert.equal(text(rotated.open(old, 'state', sealed.web)), text(plain));
    assert.equal(text(rotated.open(teams, 'state', sealed.teams)), text(plain));
    assert.equal(rotated.storageId(old.id), cipher.storageId(old.id));
    assert.equal(rotated.fingerprint(old, 'x'), cipher.fingerprint(old, 'x'));
    assert.match(rotated.create().id, /^two\./);
    assert.equal(text(cipher.open(old, 'state', rotated.seal(old, 'state', plain))), text(plain));
    assert.throws(
      () => cipher.open(teams, 'state', rotated.seal(teams, 'state', plain)),
      hasCode('cipher.unknownKey', teams.id),
    );
  });

  it('says what to do when the generation is gone', () => {
    const old = cipher.create();
    const sealed = cipher.seal(old, 'state', plain);
    const later = cipherOf(entry('two'));
    const isUnknown = hasCode('cipher.unknownKey', old.id);
    assert.throws(() => later.open(old, 'state', sealed), isUnknown);
    assert.throws(() => later.seal(old, 'state', plain), isUnknown);
    assert.throws(() => later.storageId(old.id), isUnknown);
    assert.throws(() => later.storageId(old.id), /STATE_KEYS/);
  });

  it('stores other channels under the current key', () => {
    assert.match(cipher.storageId(teams.id), /^[A-Za-z0-9_-]{43}$/);
    assert.notEqual(cipher.storageId(teams.id), cipherOf(entry('two')).storageId(teams.id));
  });

  it('fingerprints alike within a conversation, differently in another, and not without the secret', () => {
    const ref = cipher.create();
    assert.equal(cipher.fingerprint(ref, 'message-1'), cipher.fingerprint(ref, 'message-1'));
    assert.notEqual(cipher.fingerprint(ref, 'message-1'), cipher.fingerprint(ref, 'message-2'));
    assert.notEqual(cipher.fingerprint(ref, 'message-1'), cipher.fingerprint(cipher.create(), 'message-1'));
    const guess = { ...ref, secret: randomBytes(16) };
    assert.notEqual(cipher.fingerprint(ref, 'message-1'), cipher.fingerprint(guess, 'message-1'));
  });

  it('keeps working past the size of its cache', () => {
    const first = cipher.create();
    const sealed = cipher.seal(first, 'state', plain);
    for (let i = 0; i < 600; i++) cipher.seal(cipher.create(), 'state', plain);
    assert.equal(text(cipher.open(first, 'state', sealed)), text(plain));
  });
});
