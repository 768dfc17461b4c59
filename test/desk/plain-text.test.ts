import assert from 'node:assert/strict';
import { plainJson, plainLines, plainText } from '../../src/desk/plain-text.js';

const hostile = [
  '\u001b[2J\u001b[1;1H',
  '\u001b]0;title\u0007',
  '\u009b31m',
  '\u0090payload\u009c',
  '\u202egnp.exe',
  '\u2066\u2069\u200f\u061c',
  '\u200b\ufeff\u00ad',
  '\b\b\b\u007f',
  '\u{e0041}',
  '\ud800',
].join('x');

/** Line feed, and everything that is printed as it is. */

const acts =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]|\p{Surrogate}/u;

describe('plain text', () => {
  it('takes away all that a terminal or a reader could be fooled with', () => {
    assert.match(hostile, acts);
    assert.doesNotMatch(plainText(hostile), acts);
    assert.equal(plainText('a\u001b[31mb'), 'a[31mb');
  });

  it('leaves what can be read, in any script', () => {
    const text = 'Ängelholm, Łódź, Київ, 上海, القاهرة 🚢 "quotes" <b>';
    assert.equal(plainText(text), text);
  });

  it('keeps lines apart, whatever ends them', () => {
    assert.deepEqual(plainLines('a\r\nb\rc\nd\u2028e\u0085f'), ['a', 'b', 'c', 'd', 'e', 'f']);
    assert.equal(plainText('a\nb\tc'), 'a b c');
  });

  it('writes JSON that does nothing in a terminal and parses to the same value', () => {
    const value = { [hostile]: [hostile, 'Ängelholm 🚢', '\r\n\t\u2028'] };
    const json = plainJson(value);
    assert.doesNotMatch(json, acts);
    assert.deepEqual(JSON.parse(json), value);
    assert.match(json, /Ängelholm 🚢/);
  });
});
