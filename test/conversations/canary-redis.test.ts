import assert from 'node:assert/strict';
import { betrayals, canary, isBetraying, tellEverything } from '../support/canary.js';
import { startBot } from '../support/process.js';
import { startRedis, type RedisServer } from '../support/redis.js';
import { shareStore } from '../support/shared-store.js';
import { shownReceipt, visit } from '../support/visitor.js';

/** Every key with everything that it holds, as it comes over the wire. */
async function rawKeys(server: RedisServer): Promise<Buffer[]> {
  const client = server.connect();
  const keys = await client.keysBuffer('*');
  const dumps = await Promise.all(keys.map((key) => client.dumpBuffer(key)));
  const values = await Promise.all(
    keys.map(async (key) => ((await client.type(key)) === 'hash' ? Buffer.concat(await client.hvalsBuffer(key)) : key)),
  );
  await client.quit();
  return [...keys, ...dumps.flatMap((dump) => dump ?? []), ...values];
}

it('a canary word in every answer stands in no key, value or append-only file of Redis, nor does an id', async function () {
  this.timeout(120_000);
  const server = await startRedis();
  const { folder, env } = await shareStore(server.url);
  const bot = await startBot(folder, env);
  const heard: string[] = [];
  const listener = server.connect();
  await listener.psubscribe('*');
  listener.on('pmessage', (_pattern, channel, message) => heard.push(`${channel} ${message}`));
  const visitor = await visit(bot.base);
  await tellEverything(visitor);
  const secret = JSON.parse(Buffer.from(visitor.token.split('.')[1] ?? '', 'base64url').toString()) as { k: string };
  assert.ok(secret.k.length >= 22);
  const secrets = [secret.k, visitor.token, visitor.conversation, visitor.conversation.split('.')[1] ?? ''];
  const isClean = async () => {
    const raw = await rawKeys(server);
    assert.ok(raw.length > 3, 'there is nothing to look at');
    assert.equal(raw.filter((bytes) => isBetraying(bytes, secrets)).length, 0, 'a key or value betrays');
    assert.deepEqual(betrayals(server.folder, secrets), []);
  };
  await isClean();

  await visitor.press('review.confirm');
  await visitor.until(() => shownReceipt(visitor) !== null);
  const receipt = shownReceipt(visitor) ?? '';
  secrets.push(receipt, receipt.replaceAll(' ', ''));
  await visitor.say(receipt);
  await visitor.until(() => /Customs has received|is on its way|is kept/.test(visitor.words()));
  await isClean();

  assert.equal(await bot.stop(), '0');
  await isClean();
  assert.ok(heard.length > 10, 'nothing was heard on the wire between processes');
  assert.ok(!heard.some((line) => isBetraying(Buffer.from(line), secrets)));
  for (const word of [canary, ...secrets]) assert.ok(!bot.output().includes(word), `${word} in the log`);
  // The test can see: what stands in Redis in clear is found.
  const client = server.connect();
  await client.set('plain', canary);
  await client.quit();
  assert.equal(
    (await rawKeys(server)).some((bytes) => isBetraying(bytes, [])),
    true,
  );
  assert.notDeepEqual(betrayals(server.folder, []), []);
  listener.disconnect();
  await server.kill();
});
