import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { createFileSealer } from '../../src/adapters/node/file-sealer.js';
import { publicSigningKey } from '../../src/adapters/node/signing-key.js';
import type { ReportFile } from '../../src/core/reports/report.js';
import { extractFiles } from '../../src/desk/extract-files.js';
import { loadDesk } from '../../src/desk/load-desk.js';
import { runDesk } from './run-desk.js';
import { deskWithBot, newReportId, newSigningKey, sampleReport, temporaryFolder } from './sample-report.js';

type Bot = Awaited<ReturnType<typeof deskWithBot>>;

const json = (text: string) => JSON.parse(text) as Record<string, unknown>;

/** A report with files, all of it in the inbox. */
async function putWithFiles(bot: Bot, files: { name: string; bytes: Buffer }[]): Promise<string> {
  const reportId = newReportId();
  const described: ReportFile[] = [];
  for (const [index, { name, bytes }] of files.entries()) {
    const source = (async function* () {
      yield bytes;
    })();
    const { ciphertext, result } = await createFileSealer().seal(source);
    const number = index + 1;
    const chunks: Uint8Array[] = [];
    for await (const chunk of ciphertext) chunks.push(chunk);
    fs.writeFileSync(path.join(bot.inboxDir, `${reportId}.${number}.age`), Buffer.concat(chunks));
    described.push({ number, name, type: 'image/jpeg', ...(await result) });
  }
  return bot.put(sampleReport({ reportId, files: described }));
}

describe('desk', function () {
  this.timeout(60_000);
  let bot: Bot;
  let to: ReturnType<typeof temporaryFolder>;
  beforeEach(async () => {
    bot = await deskWithBot();
    to = temporaryFolder();
  });
  afterEach(() => {
    bot.remove();
    to.remove();
  });

  it('init makes the desk, says where, and can be repeated', async () => {
    const dir = path.join(to.dir, 'new');
    const first = await runDesk(dir, 'init');
    assert.equal(first.code, 0, first.stderr);
    assert.ok(first.stdout.includes(path.join(dir, 'jwks.json')) && first.stdout.includes(path.join(dir, 'inbox')));
    assert.deepEqual(await runDesk(null, 'init', '--dir', dir), first);
  });

  it('inbox lists as text and as one JSON document', async () => {
    assert.equal((await runDesk(bot.dir, 'inbox')).stdout, 'The inbox is empty.\n');
    const id = await bot.put(sampleReport({ triage: { level: 'danger', reasons: ['danger_now'] } }));
    const text = await runDesk(bot.dir, 'inbox');
    assert.match(
      text.stdout,
      new RegExp(`^${id}  \\d{4}-\\d\\d-\\d\\dT\\d\\d .*URGENT.*verified.*form 1.*small.*0 files$`, 'm'),
    );
    const { code, stdout, stderr } = await runDesk(bot.dir, 'inbox', '--json');
    assert.deepEqual([code, stderr], [0, '']);
    const [entry] = JSON.parse(stdout) as Record<string, unknown>[];
    assert.deepEqual([entry?.reportId, entry?.urgent, entry?.verified, entry?.files], [id, true, true, 0]);
  });

  it('open shows the report as text with its fields, and as one JSON document', async () => {
    const report = sampleReport({ answers: { what: 'Plomben var bruten', vehicles: ['ABC 123', 'XYZ 789'] } });
    const id = await bot.put(report);
    const text = await runDesk(bot.dir, 'open', id.slice(0, 6));
    assert.equal(text.code, 0, text.stderr);
    assert.match(text.stdout, /^verified +yes, signed by the trusted bot/m);
    assert.match(text.stdout, /^what +Plomben var bruten$/m);
    assert.match(text.stdout, /^vehicles +ABC 123\n +\| XYZ 789$/m);
    assert.match(text.stdout, /^DEMONSTRATION/);
    const shown = await runDesk(bot.dir, 'open', id, '--json');
    assert.deepEqual([shown.code, shown.stderr], [0, '']);
    const { signedBy, ...rest } = json(shown.stdout);
    assert.equal(signedBy, (await publicSigningKey(bot.signingKey)).kid);
    assert.deepEqual(rest, { reportId: id, verified: true, form: report.form, report, files: [] });
  });

  it('open names each file and where it lies, and gives out no key of a file', async () => {
    const id = await putWithFiles(bot, [
      { name: 'photo.jpg', bytes: randomBytes(10) },
      { name: 'gone.jpg', bytes: randomBytes(10) },
    ]);
    fs.rmSync(path.join(bot.inboxDir, `${id}.2.age`));
    const { stdout } = await runDesk(bot.dir, 'open', id, '--json');
    const files = json(stdout).files as Record<string, unknown>[];
    assert.deepEqual(
      files.map((file) => file.path),
      [path.join(bot.inboxDir, `${id}.1.age`), null],
    );
    assert.deepEqual(Object.keys(files[0] ?? {}).sort(), ['length', 'name', 'number', 'path', 'sha256', 'type']);
    assert.equal(stdout.includes('AGE-SECRET-KEY'), false);
    assert.match((await runDesk(bot.dir, 'open', id)).stdout, /gone\.jpg.*MISSING from the inbox/);
  });

  it('what a person wrote cannot act in the terminal, nor look like another field', async () => {
    const what = 'seen\u001b[2J\u009b31m\u202e\nverified     yes\r\nreport   other';
    const id = await bot.put(sampleReport({ answers: { what, '\u001b[1mfield': 'x' } }));
    for (const args of [
      ['open', id],
      ['open', id, '--json'],
    ]) {
      const { stdout } = await runDesk(bot.dir, ...args);

      assert.doesNotMatch(stdout, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
      if (args.length === 3) assert.equal((json(stdout).report as { answers: { what: string } }).answers.what, what);
      else assert.equal(stdout.match(/^(verified|report) /gm)?.length, 2);
    }
  });

  it('files decrypts into neutral names, private to the officer', async () => {
    const all = [
      { name: '../../etc/passwd', bytes: randomBytes(200_000) },
      { name: 'Photo of Anna.JPG', bytes: randomBytes(65_536) },
      { name: 'invoice.pdf.exe', bytes: Buffer.alloc(0) },
      { name: 'page.html', bytes: randomBytes(3) },
    ];
    const id = await putWithFiles(bot, all);
    const folder = path.join(to.dir, 'out');
    const { code, stdout, stderr } = await runDesk(bot.dir, 'files', id, '--to', folder, '--json');
    assert.deepEqual([code, stderr], [0, '']);
    const names = [`${id}-1.bin`, `${id}-2.jpg`, `${id}-3.bin`, `${id}-4.bin`];
    assert.deepEqual(fs.readdirSync(folder).sort(), names);
    for (const [index, { bytes }] of all.entries()) {
      assert.ok(bytes.equals(fs.readFileSync(path.join(folder, names[index] ?? ''))));
    }
    if (process.platform !== 'win32') assert.equal(fs.statSync(path.join(folder, `${id}-2.jpg`)).mode & 0o777, 0o600);
    const result = json(stdout);
    assert.equal(result.verified, true);
    assert.deepEqual(
      (result.files as { path: string }[]).map((file) => file.path),
      names.map((name) => path.join(folder, name)),
    );
    assert.equal((await runDesk(bot.dir, 'files', id, '--to', folder)).code, 0);
  });

  it('files of two reports that were swapped, cut, changed or lost are not given out; the good ones are', async () => {
    const two = () =>
      putWithFiles(
        bot,
        [1, 2].map((n) => ({ name: `${n}.png`, bytes: randomBytes(100_000) })),
      );
    const [one, other] = [await two(), await two()];
    const sealed = (id: string, number: number) => path.join(bot.inboxDir, `${id}.${number}.age`);
    const whole = fs.readFileSync(sealed(one, 1));
    const changed = Buffer.from(whole);
    changed[whole.length - 40] = (changed[whole.length - 40] ?? 0) ^ 1;
    const desk = await loadDesk(bot.dir);
    const harms: (() => void)[] = [
      () => fs.copyFileSync(sealed(other, 1), sealed(one, 1)),
      () => fs.copyFileSync(sealed(one, 2), sealed(one, 1)),
      () => fs.writeFileSync(sealed(one, 1), whole.subarray(0, 70_000)),
      () => fs.writeFileSync(sealed(one, 1), changed),
      () => fs.writeFileSync(sealed(one, 1), ''),
      () => fs.rmSync(sealed(one, 1)),
    ];
    for (const [index, harm] of harms.entries()) {
      harm();
      const folder = path.join(to.dir, String(index));
      const result = await extractFiles(desk, one, folder);
      assert.deepEqual(fs.readdirSync(folder), [`${one}-2.png`], `harm ${index}`);
      assert.equal(result.verified, false);
      const problem = index === harms.length - 1 ? 'missing' : 'broken';
      assert.deepEqual(
        result.files.map((file) => file.problem),
        [problem, null],
      );
    }
    const { code, stdout, stderr } = await runDesk(bot.dir, 'files', one, '--to', to.dir, '--json');
    assert.equal(code, 2);
    assert.match(stderr, /Verification failed/);
    assert.equal(json(stdout).verified, false);
  });

  it('a flipped byte, a swapped id, another signer and swapped reports end with 2 and show nothing', async () => {
    const secret = 'canary-7391';
    const put = (by = bot.signingKey) => bot.put(sampleReport({ answers: { what: secret } }), by);
    const flipped = await put();
    const sealed = fs.readFileSync(bot.file(flipped), 'utf8');
    const at = sealed.indexOf('"ciphertext":"') + 100;
    fs.writeFileSync(bot.file(flipped), sealed.slice(0, at) + (sealed[at] === 'A' ? 'B' : 'A') + sealed.slice(at + 1));

    const renamed = await put();
    const jwe = JSON.parse(fs.readFileSync(bot.file(renamed), 'utf8')) as { protected: string };
    const header = JSON.parse(Buffer.from(jwe.protected, 'base64url').toString()) as object;
    const reportId = newReportId();
    const changed = Buffer.from(JSON.stringify({ ...header, reportId })).toString('base64url');
    fs.writeFileSync(bot.file(reportId), JSON.stringify({ ...jwe, protected: changed }));

    const foreign = await put(newSigningKey());
    const [one, two] = [await put(), await put()];
    fs.renameSync(bot.file(one), `${bot.file(one)}.tmp`);
    fs.renameSync(bot.file(two), bot.file(one));
    fs.renameSync(`${bot.file(one)}.tmp`, bot.file(two));

    const runs = [
      ...[flipped, reportId, foreign, one, two].map((id) => ['open', id, '--json']),
      ['open', one],
      ['files', one, '--to', to.dir, '--json'],
    ];
    await Promise.all(
      runs.map(async (args) => {
        const { code, stdout, stderr } = await runDesk(bot.dir, ...args);
        assert.equal(code, 2);
        assert.match(stderr, /Verification failed/);
        assert.equal(`${stdout}${stderr}`.includes(secret), false);
        if (args.includes('--json')) assert.equal(json(stdout).verified, false);
        else assert.equal(stdout, '');
      }),
    );
    assert.deepEqual(fs.readdirSync(to.dir), []);
  });

  it('trust adds a bot; before that its reports are not verified', async () => {
    const other = newSigningKey();
    const id = await bot.put(sampleReport(), other);
    assert.equal((await runDesk(bot.dir, 'open', id)).code, 2);
    const key = await publicSigningKey(other);
    const file = path.join(to.dir, 'bot.json');
    fs.writeFileSync(file, JSON.stringify(other));
    assert.equal((await runDesk(bot.dir, 'trust', file)).code, 2);
    fs.writeFileSync(file, JSON.stringify({ keys: [key] }));
    assert.equal((await runDesk(bot.dir, 'trust', file)).stdout, `Trusted: ${key.kid}\n`);
    fs.writeFileSync(file, JSON.stringify(key));
    assert.equal((await runDesk(bot.dir, 'trust', file)).code, 0);
    assert.equal((await runDesk(bot.dir, 'open', id)).code, 0);
  });

  it('ends with 1 for what is not there and 2 for bad use, and says which on standard error', async () => {
    const id = await bot.put(sampleReport());
    const away = id.startsWith('000000') ? '111111' : '000000';
    const cases: [number, RegExp, string | null, ...string[]][] = [
      [1, /No report in the inbox/, bot.dir, 'open', away],
      [1, /No report in the inbox/, bot.dir, 'files', away, '--to', to.dir],
      [1, /cannot be read/, bot.dir, 'trust', path.join(to.dir, 'none.json')],
      [2, /at least the first 6/, bot.dir, 'open', id.slice(0, 5)],
      [2, /hexadecimal/, bot.dir, 'open', '../../keys'],
      [2, /desk -- init/, path.join(to.dir, 'none'), 'inbox'],
      [2, /--to/, bot.dir, 'files', id],
      [2, /missing required argument/, bot.dir, 'open'],
      [2, /unknown command/, bot.dir, 'delete'],
      [2, /unknown option/, bot.dir, 'inbox', '--all'],
      [2, /Usage/, bot.dir],
    ];
    await Promise.all(
      cases.map(async ([expected, message, dir, ...args]) => {
        const { code, stdout, stderr } = await runDesk(dir, ...args);
        assert.deepEqual([code, stdout], [expected, ''], args.join(' '));
        assert.match(stderr, message);
      }),
    );
    const failed = await runDesk(bot.dir, 'open', away, '--json');
    assert.equal(failed.code, 1);
    assert.equal((json(failed.stdout).error as { code: string }).code, 'desk.notFound');
    assert.equal((await runDesk(bot.dir, '--help')).code, 0);
  });
});
