import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import type { SigningKey } from '../../../src/adapters/node/signing-key.js';
import { publicSigningKey } from '../../../src/adapters/node/signing-key.js';
import type { ServeOptions } from '../../../src/desk/serve/serve-desk.js';
import { toLogLine, type ServeEvent } from '../../../src/desk/serve/serve-event.js';
import { sealedFor } from '../../support/deliveries.js';
import { serveInProcess, type TestServer } from '../../support/intake-server.js';
import { ask, posting, putting, tokenOf, type Ask, type Said } from '../../support/intake-client.js';
import { deskWithBot, newReportId, newSigningKey } from '../sample-report.js';

const json = (said: Said) => JSON.parse(said.text) as Record<string, unknown>;
const small = { report: 5_000, file: 20_000, files: 3, atOnce: 4 };

describe('intake server', function () {
  this.timeout(30_000);
  let desk: Awaited<ReturnType<typeof deskWithBot>>;
  let server: TestServer;
  const other = newSigningKey();
  beforeEach(async () => {
    desk = await deskWithBot();
    await desk.trust(await publicSigningKey(other));
    server = await serveInProcess(desk.dir, { limits: small });
  });
  afterEach(async () => {
    await server.stop();
    desk.remove();
  });

  async function restart(options: Partial<ServeOptions>): Promise<void> {
    await server.stop();
    server = await serveInProcess(desk.dir, { limits: small, ...options });
  }
  async function send(what: Ask, by: SigningKey = desk.signingKey): Promise<Said> {
    return ask(server.url, { token: await tokenOf(by, server.url), ...what });
  }
  const status = async (what: Ask, by?: SigningKey) => (await send(what, by)).status;
  const post = (reportId: string) => posting(reportId, sealedFor(reportId));
  const names = () => fs.readdirSync(desk.inboxDir).sort();

  it('gives 201 with an acknowledgement, then 200 with the first one, whatever the body is', async () => {
    const id = newReportId();
    const file = await send(putting(id, 2));
    assert.deepEqual([file.status, json(file)], [201, { reportId: id, file: 2 }]);
    const again = await send(putting(id, 2, Buffer.from('other')));
    assert.deepEqual([again.status, json(again)], [200, { reportId: id, file: 2 }]);
    const first = await send(post(id));
    assert.equal(first.status, 201);
    assert.deepEqual(json(first), { reportId: id, receivedHour: new Date().toISOString().slice(0, 13) });
    for (const body of [sealedFor(id), Buffer.from('rubbish'), Buffer.alloc(0)]) {
      const repeat = await send(posting(id, body));
      assert.deepEqual([repeat.status, repeat.text], [200, first.text]);
    }
    assert.equal(fs.readFileSync(path.join(desk.inboxDir, `${id}.2.age`), 'utf8'), 'file');
  });

  it('another bot gets 409 without detail, whether files, report or tombstone are there, and changes nothing', async () => {
    const id = newReportId();
    assert.equal(await status(putting(id, 1)), 201);
    const refused = async () => {
      for (const what of [putting(id, 1), putting(id, 2), post(id)]) {
        const said = await send(what, other);
        assert.equal(said.status, 409);
        assert.deepEqual(json(said), { type: 'about:blank', title: 'Conflict', status: 409 });
      }
    };
    await refused();
    assert.deepEqual(names(), [`${id}.1.age`]);
    assert.equal(await status(post(id)), 201);
    await refused();
    for (const name of names()) fs.rmSync(path.join(desk.inboxDir, name));
    await refused();
    assert.equal(await status(post(id)), 200);
    assert.deepEqual(names(), []);
  });

  it('tombstones outlive the report and the server: the first acknowledgement, and nothing comes back', async () => {
    const id = newReportId();
    const hour = 3_600_000;
    await send(putting(id, 1));
    const first = await send(post(id));
    for (const name of names()) fs.rmSync(path.join(desk.inboxDir, name));
    await restart({ now: () => Date.now() + 400 * 24 * hour });
    const ask200 = async (what: Ask) => {
      const late = Math.floor(Date.now() / 1000) + 400 * 24 * 3600;
      const token = await tokenOf(desk.signingKey, server.url, { claims: { iat: late, exp: late + 60 } });
      return ask(server.url, { ...what, token });
    };
    const again = await ask200(post(id));
    assert.deepEqual([again.status, again.text], [200, first.text]);
    assert.equal((await ask200(putting(id, 1))).status, 200);
    assert.equal((await ask200(putting(id, 2))).status, 200);
    assert.deepEqual(names(), []);
  });

  it('what the folder delivered and the desk archived is acknowledged, and does not come back', async () => {
    const id = newReportId();
    fs.mkdirSync(path.join(desk.inboxDir, 'taken'));
    fs.writeFileSync(path.join(desk.inboxDir, 'taken', id), '');
    assert.equal(await status(putting(id, 1)), 200);
    const said = await send(post(id));
    assert.deepEqual([said.status, json(said).reportId], [200, id]);
    assert.deepEqual(names(), ['taken']);
  });

  it('413 by the length that is named, by the length that comes, and by the number of files; just under it is taken', async () => {
    const id = newReportId();
    const over = Buffer.alloc(small.file + 1);
    assert.equal(await status(putting(id, 1, over)), 413);
    assert.equal(await status(putting(id, 1, [over.subarray(1), Buffer.alloc(1)])), 413);
    assert.equal(await status(putting(id, small.files + 1)), 413);
    assert.equal(await status(posting(id, Buffer.alloc(small.report + 1, ' '))), 413);
    assert.equal(await status(posting(id, [Buffer.alloc(small.report, ' '), Buffer.alloc(1, ' ')])), 413);
    assert.deepEqual(names(), []);
    assert.equal(await status(putting(id, small.files, [over.subarray(1)])), 201);
    const padded = Buffer.alloc(small.report, ' ');
    sealedFor(id).copy(padded);
    assert.equal(await status(posting(id, padded)), 201);
  });

  it('its own limits are 1 MB, 40 MB and 20 files', async () => {
    await restart({ limits: {} });
    const id = newReportId();
    assert.equal(await status(putting(id, 20, Buffer.alloc(40_000_000))), 201);
    assert.equal(await status(putting(id, 19, Buffer.alloc(40_000_001))), 413);
    assert.equal(await status(putting(id, 21)), 413);
    assert.equal(await status(posting(id, Buffer.alloc(1_000_001, ' '))), 413);
  });

  it('400, 404, 405, 415, 417, 422 where they belong, and nothing is kept', async () => {
    const id = newReportId();
    const key = { 'content-type': 'application/jose+json' };
    const cases: [number, Ask][] = [
      [400, putting('../../keys'.replaceAll('/', '%2f'), 1)],
      [400, putting(id.toUpperCase(), 1)],
      [400, putting(id.slice(1), 1)],
      ...['0', '01', '-1', '1.5', 'x', '1000'].map((number): [number, Ask] => [400, putting(id, number)]),
      [400, { ...post(id), headers: key }],
      [400, { ...post(id), headers: { ...key, 'idempotency-key': `"${id}"` } }],
      [404, { method: 'GET', path: '/' }],
      [404, { method: 'POST', path: '/v1/reports/' }],
      [404, { method: 'PUT', path: `/v1/reports/${id}/files/1/2` }],
      [405, { method: 'GET', path: '/v1/reports' }],
      [405, { ...putting(id, 1), method: 'DELETE', body: undefined }],
      [415, { ...putting(id, 1), headers: { 'content-type': 'image/jpeg' } }],
      [415, { ...putting(id, 1), headers: {} }],
      [415, { ...post(id), headers: { 'content-type': 'application/json', 'idempotency-key': id } }],
      [417, { ...post(id), headers: { ...key, 'idempotency-key': id, expect: 'cake' } }],
      [422, posting(id, Buffer.from('rubbish'))],
      [422, posting(id, Buffer.from('{}'))],
      [422, posting(id, Buffer.alloc(0))],
      [422, posting(id, sealedFor(newReportId()))],
      [422, posting(id, Buffer.from([0xff, 0xfe]))],
      [422, posting(id, Buffer.from(JSON.stringify({ ...JSON.parse(sealedFor(id).toString()), recipients: [] })))],
    ];
    for (const [expected, what] of cases) {
      const said = await send(what);
      assert.equal(said.status, expected, `${what.method} ${what.path}`);
      assert.equal(said.headers['content-type'], 'application/problem+json');
    }
    assert.deepEqual(names(), []);
    assert.equal(await status(post(id)), 201, 'a refusal does not spoil the id');
  });

  it('429 with Retry-After when a bot has too much under way, and other bots go on', async () => {
    const open: net.Socket[] = [];
    for (let n = 0; n < small.atOnce; n += 1) {
      const socket = net.connect(Number(new URL(server.url).port), '127.0.0.1');
      const token = await tokenOf(desk.signingKey, server.url);
      socket.write(
        `PUT /v1/reports/${newReportId()}/files/1 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/octet-stream\r\nContent-Length: 100\r\n\r\nhalf`,
      );
      open.push(socket);
    }
    for (let look = 0; look < 100 && names().length < small.atOnce; look += 1)
      await new Promise((r) => setTimeout(r, 20));
    const said = await send(post(newReportId()));
    assert.equal(said.status, 429);
    assert.match(String(said.headers['retry-after']), /^[1-9]\d*$/);
    assert.equal(await status(post(newReportId()), other), 201);
    for (const socket of open) socket.destroy();
    for (let look = 0; look < 100 && names().some((name) => name.endsWith('.tmp')); look += 1) {
      await new Promise((r) => setTimeout(r, 20));
    }
    assert.equal(await status(post(newReportId())), 201);
    assert.equal(names().filter((name) => name.endsWith('.age') || name.endsWith('.tmp')).length, 0, 'nothing half');
  });

  it('503 with Retry-After when it cannot keep something, and no acknowledgement', async () => {
    for (const code of ['ENOSPC', 'EIO', 'EROFS']) {
      const fail = async () => Promise.reject(Object.assign(new Error('/secret/path'), { code }));
      await restart({ watch: (deliveries) => ({ ...deliveries, putReport: fail, putFile: fail }) });
      const id = newReportId();
      for (const what of [putting(id, 1), post(id)]) {
        const said = await send(what);
        assert.deepEqual([said.status, said.headers['retry-after']], [503, '30']);
        assert.ok(!said.text.includes('secret') && !said.text.includes('receivedHour'));
      }
      assert.ok(server.logged.some((event) => event.event === 'request.failed' && event.code === code));
    }
  });

  it('503 while the trusted bots cannot be read', async () => {
    fs.writeFileSync(path.join(desk.dir, 'trusted-bots.json'), '{');
    assert.equal(await status(post(newReportId())), 503);
  });

  it('408 for a body that does not come to its end, 400 and 431 for what is no request', async () => {
    await restart({ patience: { request: 300, headers: 300 } });
    const raw = (text: string) =>
      new Promise<string>((resolve) => {
        let said = '';
        const socket = net.connect(Number(new URL(server.url).port), '127.0.0.1', () => socket.write(text));
        socket.setEncoding('utf8').on('data', (chunk: string) => (said += chunk));
        socket.on('error', () => undefined);
        socket.on('close', () => resolve(said));
      });
    const token = await tokenOf(desk.signingKey, server.url);
    const id = newReportId();
    const head = `PUT /v1/reports/${id}/files/1 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n`;
    const slow = await raw(`${head}Content-Type: application/octet-stream\r\nContent-Length: 10\r\n\r\nhalf`);
    assert.match(slow, /^HTTP\/1\.1 408 /);
    assert.match(await raw('GET / HTTP/1.1\r\nHost'), /^HTTP\/1\.1 408 /);
    assert.match(await raw('HELO x\r\n\r\n'), /^HTTP\/1\.1 400 /);
    assert.match(await raw(`GET / HTTP/1.1\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`), /^HTTP\/1\.1 431 /);
    assert.match(await raw('GET / HTTP/1.1\r\n\r\n'), /application\/problem\+json|400/);
    for (let look = 0; look < 100 && names().length > 0; look += 1) await new Promise((r) => setTimeout(r, 20));
    assert.deepEqual(names(), [], 'nothing half');
  });

  it('stops without cutting off what is under way, and refuses what comes then', async () => {
    let isInside = (): void => undefined;
    const inside = new Promise<void>((resolve) => (isInside = resolve));
    let goOn = (): void => undefined;
    const held = new Promise<void>((resolve) => (goOn = resolve));
    await restart({
      watch: (deliveries) => ({
        ...deliveries,
        putReport: async (id, body) => {
          isInside();
          await held;
          return deliveries.putReport(id, body);
        },
      }),
    });
    const id = newReportId();
    const sent = send(post(id));
    await inside;
    const stopped = server.stop();
    await assert.rejects(send(post(newReportId())), { code: 'ECONNREFUSED' });
    goOn();
    assert.equal((await sent).status, 201);
    await stopped;
    server = await serveInProcess(desk.dir);
    assert.ok(names().includes(`${id}.jwe.json`));
  });

  it('clears what kills have left long ago, and nothing else', async () => {
    const at = (name: string, age: number) => {
      const file = path.join(desk.inboxDir, name);
      fs.writeFileSync(file, 'x');
      const time = (Date.now() - age) / 1000;
      fs.utimesSync(file, time, time);
      return name;
    };
    const day = 24 * 3_600_000;
    at(`.${newReportId()}.1.age.0123456789abcdef.tmp`, day);
    const kept = [
      at(`.${newReportId()}.1.age.0123456789abcdef.tmp`, 3_600_000),
      at(`${newReportId()}.1.age`, 900 * day),
      at(`${newReportId()}.jwe.json`, 900 * day),
      at('.note.tmp', day),
    ];
    await restart({});
    assert.deepEqual(names(), kept.sort());
  });

  it('says nothing of what was sent: not in answers, not in the log, not on disk', async () => {
    const canary = `canary${randomBytes(8).toString('hex')}`;
    const id = newReportId();
    const bodies: Ask[] = [
      posting(id, Buffer.from(canary)),
      posting(id, Buffer.from(JSON.stringify({ [canary]: canary }))),
      { ...post(id), headers: { 'content-type': canary, 'idempotency-key': id } },
      { ...post(id), headers: { 'content-type': 'application/jose+json', 'idempotency-key': canary } },
      putting(canary, 1),
      putting(id, canary),
      { method: 'GET', path: `/${canary}?${canary}` },
      { ...post(id), token: `${canary}.${canary}.${canary}` },
      { ...post(id), headers: { ...post(id).headers, 'user-agent': canary, 'x-forwarded-for': canary } },
      putting(id, 1, Buffer.from('x')),
    ];
    const all = (await Promise.all(bodies.map((what) => send(what)))).map(
      ({ headers, text }) => JSON.stringify(headers) + text,
    );
    const log = server.logged.map(toLogLine).join('');
    for (const text of [...all, log]) assert.ok(!text.includes(canary));
    for (const word of [id, '127.0.0.1', (await publicSigningKey(desk.signingKey)).kid]) assert.ok(!log.includes(word));
    assert.ok(!/\d\d:\d\d/.test(log), 'no time finer than the hour');
    const events = new Set<ServeEvent['event']>(server.logged.map(({ event }) => event));
    assert.deepEqual([...events].sort(), ['file.received', 'listening', 'report.received', 'request.refused']);
    for (const folder of ['deliveries', 'spent-assertions']) {
      for (const name of fs.readdirSync(path.join(desk.dir, folder))) {
        const file = path.join(desk.dir, folder, name);
        assert.ok(!`${name}${fs.readFileSync(file, 'utf8')}`.includes(canary));
        if (process.platform !== 'win32') assert.equal(fs.statSync(file).mode & 0o077, 0);
      }
    }
    assert.equal(toLogLine({ event: 'request.failed', code: `${canary} said`, hour: 'h' }).includes(canary), false);
  });
});
