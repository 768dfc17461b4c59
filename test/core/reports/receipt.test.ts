import assert from 'node:assert/strict';
import { formatReceipt, isReceipt, maskReceipts, receiptFrom } from '../../../src/core/reports/receipt.js';
import { randomOf } from '../../support/random.js';

const random = randomOf(7);
const hex = () => Array.from({ length: 32 }, () => random.below(16).toString(16)).join('');
const receipts = Array.from({ length: 200 }, () => receiptFrom(hex()));
const mask = '•••• •••• •••• •••• •';

describe('receipt', () => {
  it('is 16 digits and a check digit', () => {
    assert.ok(receipts.every((receipt) => /^\d{17}$/.test(receipt) && isReceipt(receipt)));
    assert.equal(new Set(receipts).size, receipts.length);
    assert.equal(formatReceipt('12345678901234567'), '1234 5678 9012 3456 7');
  });

  it('has the check digit of Damm: 572 gives 4', () => {
    // The published example, padded with leading zeros, which leave Damm's interim digit at zero.
    assert.equal(receiptFrom((572).toString(16)), '00000000000005724');
  });

  it('finds every single wrong digit and every swap of neighbours', () => {
    for (const receipt of receipts) {
      for (let at = 0; at < 17; at += 1) {
        const digit = Number(receipt[at]);
        for (let other = 0; other < 10; other += 1) {
          if (other !== digit) assert.ok(!isReceipt(receipt.slice(0, at) + String(other) + receipt.slice(at + 1)));
        }
        const swapped = receipt.slice(0, at) + (receipt[at + 1] ?? '') + (receipt[at] ?? '') + receipt.slice(at + 2);
        if (at < 16 && swapped !== receipt) assert.ok(!isReceipt(swapped));
      }
    }
  });

  it('is masked in text, however it is grouped, and found', () => {
    for (const receipt of receipts.slice(0, 50)) {
      for (const written of [receipt, formatReceipt(receipt), formatReceipt(receipt).replace(/ /g, '-')]) {
        assert.deepEqual(maskReceipts(`my receipt is ${written}, thanks`), {
          masked: `my receipt is ${mask}, thanks`,
          receipt,
        });
      }
      assert.equal(maskReceipts(`no 2: ${formatReceipt(receipt)}. I have 3`).receipt, receipt);
      const two = `${receipt} ${receipts[60] ?? ''}`;
      assert.equal(maskReceipts(two).masked, `${mask} ${mask}`);
    }
  });

  it('leaves other numbers alone', () => {
    const texts = [
      'call 070-123 45 67',
      '12345678901234568'.replace(/8$/, '1'),
      `9${receipts[0] ?? ''}`,
      '2026-11-23 10:15',
      '',
    ];
    for (const text of texts.filter((item) => !isReceipt(item))) {
      assert.deepEqual(maskReceipts(text), { masked: text, receipt: null });
    }
  });
});
