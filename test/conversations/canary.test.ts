import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { startBot, temporaryFolder } from '../support/process.js';
import { shownReceipt, untilAsked, untilReview, visit, type Visitor } from '../support/visitor.js';

const canary = 'Kanariefagel7431';
/** As it would look in UTF-16, base64, hex or reversed by a codec; the plain form is what matters most. */
const shapes = [
  Buffer.from(canary),
  Buffer.from(canary, 'utf16le'),
  Buffer.from(canary.toLowerCase()),
  Buffer.from(Buffer.from(canary).toString('hex')),
  Buffer.from(Buffer.from(canary).toString('base64').slice(0, 16)),
];

function* filesBelow(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) yield path.join(entry.parentPath, entry.name);
  }
}

/** Files below `folder` whose raw bytes hold the canary, or one of `secrets`. */
function betrayals(folder: string, secrets: string[]): string[] {
  const needles = [...shapes, ...secrets.map((secret) => Buffer.from(secret))];
  return [...filesBelow(folder)].filter((file) => {
    const bytes = readFileSync(file);
    return needles.some((needle) => bytes.includes(needle));
  });
}

async function tellEverything(visitor: Visitor): Promise<void> {
  await visitor.say(`${canary} stood at the gate and opened a seal.`);
  const steps = [
    'danger_now',
    'ongoing',
    'when',
    'planned',
    'where',
    'stage',
    'indicators',
    'crime_type',
    'persons',
    'companies',
    'vehicles',
    'units',
    'craft',
    'refs',
    'goods',
    'route',
    'how_known',
    'others_know',
    'attachments',
    'reporter',
    'contact',
  ];
  for (const step of steps) {
    await untilAsked(visitor, step);
    if (step === 'attachments') {
      const photo = Buffer.from(`${canary} `.repeat(20_000));
      assert.equal(await visitor.upload(`${canary}.jpg`, 'image/jpeg', photo), 200);
    } else {
      const text = `${step} ${canary}`;
      await visitor.press('step.next', {
        where: text,
        persons: text,
        companies: text,
        vehicles: text,
        containers: text,
        seals: text,
        vessel: text,
        flight: text,
        train: text,
        refs: text,
        goods: text,
        route: text,
        'how_known.note': text,
        reporter: 'contact',
        'reporter.name': text,
        'reporter.phone': text,
        'reporter.mail': text,
        'reporter.language': text,
        'reporter.times': text,
      });
    }
  }
  await untilReview(visitor);
}

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
