import assert from 'node:assert/strict';
import path from 'node:path';
import { betrayals, canary, filesBelow, tellEverything } from '../support/canary.js';
import { startBot, temporaryFolder } from '../support/process.js';
import { shownReceipt, visit } from '../support/visitor.js';

it('a canary word in every answer stands in no log, metric, error or raw byte of the store', async function () {
  this.timeout(120_000);
  const folder = temporaryFolder();
  const data = path.join(folder, 'data');
  const bot = await startBot(folder);
  const visitor = await visit(bot.base);
  await tellEverything(visitor);
  // Bad requests with the word in them: what goes wrong must not be written down either.
  for (const [method, url, body] of [
    ['GET', `/${canary}`, undefined],
    ['POST', '/chat/token', `{"locale":"${canary}"`],
    ['POST', `/v3/directline/conversations/${canary}/activities`, `{"text":"${canary}"}`],
    ['GET', `/v3/directline/conversations/${canary}/stream?t=${canary}`, undefined],
  ] as const) {
    const response = await fetch(bot.base + url, { method, ...(body === undefined ? {} : { body }) });
    assert.ok(!(await response.text()).includes(canary) && response.status >= 400);
  }
  await visitor.post({ type: canary, name: canary, value: canary });
  const secret = JSON.parse(Buffer.from(visitor.token.split('.')[1] ?? '', 'base64url').toString()) as { k: string };
  const secrets = [secret.k, visitor.token, visitor.conversation];
  assert.ok(secret.k.length >= 22);
  assert.deepEqual(betrayals(data, secrets), []);

  await visitor.press('review.confirm');
  await visitor.until(() => shownReceipt(visitor) !== null);
  const receipt = shownReceipt(visitor) ?? '';
  secrets.push(receipt, receipt.replaceAll(' ', ''));
  assert.deepEqual(betrayals(data, secrets), []);

  const metrics = await (await fetch(`${bot.admin}/metrics`)).text();
  assert.match(metrics, /smt_reports_confirmed_total 0/, 'a count moved on the day of the report');
  assert.equal(await bot.stop(), '0');
  assert.deepEqual(betrayals(data, secrets), []);
  const output = bot.output() + metrics;
  assert.match(output, /report\.kept/);
  for (const word of [canary, canary.toLowerCase(), ...secrets, '127.0.0.1 '])
    assert.ok(!output.includes(word), `${word} in the log`);
  // The test can see: the sealed inbox is clean too, and the folder of the test is not.
  assert.deepEqual(betrayals(path.join(folder, 'desk'), secrets), []);
  assert.ok([...filesBelow(data)].length >= 2);
});
