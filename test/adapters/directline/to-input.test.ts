import assert from 'node:assert/strict';
import { maskReceipts } from '../../../src/core/reports/receipt.js';
import { activitySchema, toInput, type Received } from '../../../src/adapters/directline/to-input.js';
import { receiptFrom } from '../../../src/core/reports/receipt.js';

const receipt = receiptFrom('0123456789abcdef0123456789abcdef');
const spaced = receipt.replace(/(\d{4})(?=\d)/g, '$1 ');

function read(activity: Record<string, unknown>): Received | null {
  return toInput(activitySchema.parse({ type: 'message', ...activity }), maskReceipts);
}

describe('activities as input', () => {
  it('text is text, echoed as plain text', () => {
    const received = read({ text: '**hello**', textFormat: 'markdown', locale: 'sv-SE' });
    assert.deepEqual(received?.input, { kind: 'text', text: '**hello**', receipt: null });
    assert.deepEqual(received?.shown, { type: 'message', text: '**hello**', textFormat: 'plain', locale: 'sv-SE' });
  });

  it('text up to 20,000 characters passes, what is longer is cut there', () => {
    const received = read({ text: 'a'.repeat(30_000) });
    assert.equal(received?.input.kind === 'text' && received.input.text.length, 20_000);
    assert.equal(String(received?.shown.text).length, 20_000);
  });

  it('a submit is an action with its inputs; the form it names and the data of Teams are dropped', () => {
    const value = {
      action: 'step.next',
      step: 'what',
      rev: 3,
      form: 'other',
      msteams: {},
      what: 'a van',
      where: 'port',
    };
    const received = read({ value, channelData: { postBack: true, clientActivityID: 'c1' } });
    assert.deepEqual(received?.input, {
      kind: 'action',
      action: 'step.next',
      step: 'what',
      rev: 3,
      values: { what: 'a van', where: 'port' },
      receipt: null,
    });
    assert.deepEqual(received?.shown, {
      type: 'message',
      channelData: { postBack: true, clientActivityID: 'c1' },
      value: { action: 'step.next', step: 'what', rev: 3, what: 'a van', where: 'port' },
    });
  });

  it('step and rev that are missing or of the wrong kind are null', () => {
    for (const value of [
      { action: 'menu.show' },
      { action: 'menu.show', step: 7, rev: '3' },
      { action: 'menu.show', step: null, rev: 1.5 },
    ]) {
      const input = read({ value })?.input;
      assert.deepEqual(input, {
        kind: 'action',
        action: 'menu.show',
        step: null,
        rev: null,
        values: {},
        receipt: null,
      });
    }
  });

  it('an action that is not on the closed list is unknown, and nothing of its value is kept', () => {
    for (const value of [{ action: 'admin.dump', secret: 'x' }, { what: 'x' }, 'menu.show', 7, null, ['menu.show']]) {
      const received = read({ value, channelData: { clientActivityID: 'c2' } });
      assert.deepEqual(received?.input, { kind: 'unknown' });
      assert.deepEqual(received?.shown, { type: 'message', channelData: { clientActivityID: 'c2' } });
    }
  });

  it('an unknown value with text is the text', () => {
    assert.deepEqual(read({ value: { other: 1 }, text: 'hi' })?.input, { kind: 'text', text: 'hi', receipt: null });
  });

  it('an empty message is unknown; typing, events and other types are nothing', () => {
    assert.deepEqual(read({ text: '  ' })?.input, { kind: 'unknown' });
    for (const type of ['typing', 'event', 'conversationUpdate', 'invoke', 'endOfConversation', 'x']) {
      assert.equal(read({ type, text: 'hi', name: 'webchat/join' }), null);
    }
  });

  it('keeps none of the fields that tell of the person or the device', () => {
    const received = read({
      text: 'hi',
      localTimezone: 'Europe/Stockholm',
      localTimestamp: '2026-05-12T10:00:00+02:00',
      entities: [{ type: 'ClientCapabilities' }],
      from: { id: 'dl_x', name: 'Anna' },
      channelData: { clientActivityID: 'c3', device: 'phone', state: 'sending', attachmentSizes: [3] },
    });
    assert.deepEqual(received?.shown, {
      type: 'message',
      text: 'hi',
      textFormat: 'plain',
      channelData: { clientActivityID: 'c3', attachmentSizes: [3] },
    });
  });

  it('fields of the wrong kind are as if they were missing', () => {
    const received = read({
      text: 'hi',
      locale: 7,
      textFormat: 'xml',
      channelData: { clientActivityID: 5, postBack: 'yes' },
    });
    assert.equal(
      JSON.stringify(received?.shown),
      '{"type":"message","channelData":{},"text":"hi","textFormat":"plain"}',
    );
    assert.throws(() => activitySchema.parse({ text: 'no type' }));
    assert.throws(() => activitySchema.parse('text'));
  });

  it('a receipt in text goes beside the input and is masked in it and in the echo', () => {
    for (const written of [receipt, spaced]) {
      const received = read({ text: `it is ${written} thanks` });
      assert.equal(received?.input.kind === 'text' && received.input.receipt, receipt);
      assert.ok(!/\d{4}/.test(JSON.stringify({ ...received, input: { ...received?.input, receipt: null } })));
    }
  });

  it('a receipt in any value, however deep, goes beside the input and is masked everywhere else', () => {
    const value = {
      action: 'step.next',
      receipt: spaced,
      note: { deep: [{ more: `x ${receipt}` }] },
      [receipt]: 'key',
      number: Number(receipt),
    };
    const received = read({ value });
    assert.ok(received?.input.kind === 'action');
    assert.equal(received.input.receipt, receipt);
    assert.ok(!/\d{4}/.test(JSON.stringify({ ...received, input: { ...received.input, receipt: null } })));
  });

  it('seventeen digits with a wrong check digit are left as they were written', () => {
    const wrong = receipt.slice(0, 16) + String((Number(receipt[16]) + 1) % 10);
    const received = read({ text: wrong });
    assert.deepEqual(received?.input, { kind: 'text', text: wrong, receipt: null });
  });

  it('values nested without end are cut off', () => {
    let value: unknown = receipt;
    for (let depth = 0; depth < 50; depth += 1) value = { inner: value };
    const received = read({ value: { action: 'step.next', value } });
    assert.ok(!JSON.stringify(received?.shown).includes(receipt));
  });
});
