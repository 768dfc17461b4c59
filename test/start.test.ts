import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { startInProcess } from './support/bot.js';
import { freePort, startBot, temporaryFolder } from './support/process.js';

describe('start', () => {
  it('names a port that another program has', async () => {
    const port = await freePort();
    const other = createServer().listen(port, '127.0.0.1');
    await once(other, 'listening');
    await assert.rejects(startInProcess({ PORT: String(port) }), {
      code: 'config.wrong',
      message: new RegExp(`Port ${port} .* is taken`),
    });
    other.close();
  });

  it('refuses a second bot on the same store, and names the first', async () => {
    const folder = temporaryFolder();
    const first = await startBot(folder);
    const second = await startBot(folder);
    assert.equal(await second.ended, '1');
    assert.match(second.output(), new RegExp(`owned by process ${first.pid}`));
    await first.stop();
  });

  it('is healthy and ready, and says so on the right ports only', async () => {
    const bot = await startInProcess();
    try {
      const status = async (url: string) => (await fetch(url)).status;
      assert.equal(await status(`${bot.base}/healthz`), 200);
      assert.equal(await status(`${bot.admin}/readyz`), 200);
      assert.equal(await status(`${bot.base}/metrics`), 404);
      assert.equal(await status(`${bot.base}/readyz`), 404);
      assert.equal((await fetch(`${bot.admin}/metrics`, { method: 'POST' })).status, 405);
    } finally {
      await bot.stop();
    }
  });

  it('is not ready while a refused report waits for a person', async () => {
    const bot = await startInProcess({}, (ports) => ({
      records: { ...ports.records, backlog: async () => ({ waiting: 0, refused: 1, oldest: null }) },
    }));
    try {
      const response = await fetch(`${bot.admin}/readyz`);
      assert.equal(response.status, 503);
      assert.match(await response.text(), /refused/);
    } finally {
      await bot.stop();
    }
  });
});
