import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { deliveryOf } from '../../support/deliveries.js';
import { intakeTo, serveAsProcess } from '../../support/intake-server.js';
import { freePort } from '../../support/process.js';
import { runDesk } from '../run-desk.js';
import { deskWithBot, temporaryFolder } from '../sample-report.js';

const tls = path.resolve(import.meta.dirname, '..', '..', 'fixtures', 'tls');

describe('desk serve', function () {
  this.timeout(60_000);
  let desk: Awaited<ReturnType<typeof deskWithBot>>;
  beforeEach(async () => {
    desk = await deskWithBot();
  });
  afterEach(() => desk.remove());

  it('serves over TLS until it is told to stop, says where, and needs no private key of the desk', async () => {
    const key = path.join(desk.dir, 'tls.pem');
    fs.copyFileSync(path.join(tls, 'key.pem'), key);
    fs.chmodSync(key, 0o600);
    fs.renameSync(path.join(desk.dir, 'keys'), path.join(desk.dir, 'keys-elsewhere'));
    const url = `https://127.0.0.1:${await freePort()}`;
    const cert = path.join(tls, 'loopback.pem');
    const server = await serveAsProcess(desk.dir, url, '--tls-key', key, '--tls-cert', cert);
    const intake = intakeTo(url, desk.signingKey, { ca: fs.readFileSync(cert, 'utf8') });
    const given = deliveryOf(['one']);
    assert.equal(await intake.deliver(given), 'accepted', server.output());
    assert.ok(fs.existsSync(desk.file(given.reportId)));
    assert.equal(await server.stop(), '0');
    assert.ok(server.output().includes(`The intake is at ${url} (CUSTOMS_INTAKE_URL)`));
    const events = server.output().match(/"event":"[a-z.]+"/g);
    assert.deepEqual(
      events?.join(' ').replaceAll('"event":', '').replaceAll('"', ''),
      'listening file.received report.received stopping stopped',
    );
  });

  it('listens at --url only as the address that bots sign, and stops on Ctrl-C', async () => {
    const local = `http://127.0.0.1:${await freePort()}`;
    const server = await serveAsProcess(desk.dir, local, '--url', 'https://intake.example.org/smt/');
    const publicUrl = 'https://intake.example.org/smt';
    assert.ok(server.output().includes('listening'));
    assert.equal(await intakeTo(local, desk.signingKey).deliver(deliveryOf()), 'later');
    const { assertionsOf } = await import('../../support/intake-server.js');
    const assertion = assertionsOf(desk.signingKey, publicUrl);
    assert.equal(await intakeTo(local, desk.signingKey, { assert: assertion }).deliver(deliveryOf()), 'accepted');
    assert.equal(await server.stop('SIGINT'), '0');
  });

  it('does not serve in the clear beyond loopback, nor without a desk, nor with half of TLS', async () => {
    const none = temporaryFolder();
    const open = path.join(none.dir, 'open.pem');
    fs.copyFileSync(path.join(tls, 'key.pem'), open);
    fs.chmodSync(open, 0o644);
    const cert = path.join(tls, 'loopback.pem');
    const port = ['--port', String(await freePort())];
    const cases: [RegExp, string, ...string[]][] = [
      [/loopback only/, desk.dir, ...port, '--host', '0.0.0.0'],
      [/loopback only/, desk.dir, ...port, '--host', '::'],
      [/desk -- init/, path.join(none.dir, 'none'), ...port],
      [/belong together/, desk.dir, ...port, '--tls-cert', cert],
      [/cannot be read/, desk.dir, ...port, '--tls-key', path.join(none.dir, 'x'), '--tls-cert', cert],
      [/chmod 600/, desk.dir, ...port, '--tls-key', open, '--tls-cert', cert],
      [/--port/, desk.dir, '--port', 'high'],
      [/--url/, desk.dir, ...port, '--url', 'intake'],
    ];
    await Promise.all(
      cases.map(async ([message, dir, ...args]) => {
        if (process.platform === 'win32' && message.source.startsWith('chmod')) return;
        const { code, stdout, stderr } = await runDesk(dir, 'serve', ...args);
        assert.deepEqual([code, stdout], [2, ''], args.join(' '));
        assert.match(stderr, message);
      }),
    );
    none.remove();
  });

  it('says so when the port is taken', async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    const server = await serveAsProcess(desk.dir, url);
    const { code, stderr } = await runDesk(desk.dir, 'serve', '--port', new URL(url).port);
    assert.equal(code, 2);
    assert.match(stderr, /EADDRINUSE/);
    assert.equal(await server.stop(), '0');
  });
});
