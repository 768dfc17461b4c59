import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { createGate } from '../../../src/adapters/node/gate.js';
import { createMailboxKeys, mailboxCost } from '../../../src/adapters/node/mailbox-keys.js';

const cheap = { memoryKiB: 64, passes: 1 };
const salt = Buffer.alloc(16, 7);

describe('mailbox keys', () => {
  it('derives a lookup id of 16 bytes and an X25519 public key, the same every time', async () => {
    const derived = await createMailboxKeys({ salt, cost: cheap }).derive('12345678901234567');
    assert.match(derived.lookup, /^[0-9a-f]{32}$/);
    assert.match(derived.publicKey, /^[A-Za-z0-9_-]{43}$/);
    assert.deepEqual(await createMailboxKeys({ salt, cost: cheap }).derive('12345678901234567'), derived);
  });

  it('stays as it is for ever: receipts that were given out depend on it', async () => {
    assert.deepEqual(await createMailboxKeys({ salt, cost: cheap }).derive('12345678901234567'), {
      lookup: '283d20b29dedc65997e517235f5889cd',
      publicKey: 'GI8Efx1K3tA5bYoLeGWevR9hBeuWFAVmOxDgy_eQwSE',
    });
  });

  it('gives another for another receipt, salt or cost', async () => {
    const all = await Promise.all([
      createMailboxKeys({ salt, cost: cheap }).derive('1'),
      createMailboxKeys({ salt, cost: cheap }).derive('2'),
      createMailboxKeys({ salt: randomBytes(16), cost: cheap }).derive('1'),
      createMailboxKeys({ salt, cost: { ...cheap, passes: 2 } }).derive('1'),
    ]);
    assert.equal(new Set(all.map(({ lookup }) => lookup)).size, 4);
    assert.equal(new Set(all.map(({ publicKey }) => publicKey)).size, 4);
  });

  it('refuses a salt of another length', () => {
    assert.throws(() => createMailboxKeys({ salt: Buffer.alloc(8), cost: cheap }), { code: 'config.wrong' });
  });

  it('at the full cost is slow, and leaves the event loop free', async () => {
    assert.deepEqual(mailboxCost, { memoryKiB: 131_072, passes: 16 });
    const keys = createMailboxKeys({ salt, cost: mailboxCost });
    let last = performance.now();
    let longest = 0;
    let ticks = 0;
    const timer = setInterval(() => {
      const now = performance.now();
      longest = Math.max(longest, now - last);
      last = now;
      ticks += 1;
    }, 5);
    const start = performance.now();
    const { lookup } = await keys.derive('12345678901234567');
    const took = performance.now() - start;
    clearInterval(timer);
    assert.match(lookup, /^[0-9a-f]{32}$/);
    assert.ok(took > 200, `${took} ms is too fast to protect a receipt`);
    assert.ok(ticks > took / 50, `${ticks} ticks in ${took} ms`);
    assert.ok(longest < 250, `the event loop stood still for ${longest} ms`);
  });
});

describe('gate', () => {
  it('lets two run at once, and the others in the order in which they came', async () => {
    const gate = createGate(2);
    let running = 0;
    let most = 0;
    const done: number[] = [];
    await Promise.all(
      Array.from({ length: 9 }, (_, index) =>
        gate(async () => {
          running += 1;
          most = Math.max(most, running);
          await new Promise((resolve) => setTimeout(resolve, 3));
          running -= 1;
          done.push(index);
        }),
      ),
    );
    assert.equal(most, 2);
    assert.deepEqual(
      done,
      done.toSorted((a, b) => a - b),
    );
  });

  it('passes on what a task throws, and goes on', async () => {
    const gate = createGate(1);
    const failing = gate(() => Promise.reject(new Error('no')));
    const next = gate(async () => 'yes');
    await assert.rejects(failing, /no/);
    assert.equal(await next, 'yes');
    assert.equal(await gate(async () => 'still'), 'still');
  });
});
