import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { createHttpsIntake } from '../../../src/adapters/customs/https-intake.js';
import { Fault } from '../../../src/ports/fault.js';
import type { DeliveryOutcome } from '../../../src/ports/intake.js';
import { deskWithBot } from '../../desk/sample-report.js';
import { deliveryOf, once } from '../../support/deliveries.js';
import { answer, honest, startEvil, type Behaviour, type EvilServer } from '../../support/evil-server.js';
import { intakeTo, serveInProcess } from '../../support/intake-server.js';
import { freePort } from '../../support/process.js';

const tls = path.resolve(import.meta.dirname, '..', '..', 'fixtures', 'tls');
const impatient = { silence: 300, report: 1_500, file: 1_500, courtesy: 100 };

/** Not chained: restify, where it is loaded, makes writeHead return nothing, for every server of the process. */
function begin(response: ServerResponse, status: number, headers: OutgoingHttpHeaders = {}): ServerResponse {
  response.writeHead(status, headers);
  return response;
}

describe('https intake', function () {
  this.timeout(30_000);
  let evil: EvilServer | null = null;
  afterEach(async () => {
    await evil?.close();
    evil = null;
  });

  async function against(behave: Behaviour, options: { patience?: object } = {}) {
    evil = await startEvil(behave);
    const patience = { ...impatient, ...options.patience };
    return { intake: createHttpsIntake({ url: evil.url, assert: async () => 'a.b.c', patience }), seen: evil.seen };
  }
  /** Honest about files, `behave` about the report. */
  const onReport =
    (behave: Behaviour): Behaviour =>
    (request, response, seen) =>
      (seen.method === 'PUT' ? answer(201, honest(seen)) : behave)(request, response, seen);

  it('sends the files and then the report, each with a fresh assertion, and names nothing but ids', async () => {
    let count = 0;
    evil = await startEvil((request, response, seen) => answer(201, honest(seen))(request, response, seen));
    const assertion = async () => `a.b.${(count += 1)}`;
    const intake = createHttpsIntake({ url: `${evil.url}/smt/`, assert: assertion, patience: impatient });
    const given = deliveryOf(['one', 'two'], { isUrgent: true });
    // The path before /v1 is kept, so that honest() does not know the file: only the way is looked at here.
    await intake.deliver({ ...given, files: [] });
    assert.equal(evil.seen[0]?.path, '/smt/v1/reports');
    const plain = createHttpsIntake({ url: evil.url, assert: assertion, patience: impatient });
    assert.equal(await plain.deliver(given), 'accepted');
    assert.deepEqual(
      evil.seen.slice(1).map(({ method, path: at }) => `${method} ${at.replace(given.reportId, 'ID')}`),
      ['PUT /v1/reports/ID/files/1', 'PUT /v1/reports/ID/files/2', 'POST /v1/reports'],
    );
    const tokens = evil.seen.map(({ headers }) => headers.authorization);
    assert.equal(new Set(tokens).size, 4);
    const last = evil.seen.at(-1)?.headers;
    assert.equal(last?.['idempotency-key'], given.reportId);
    assert.equal(last?.['content-type'], 'application/jose+json');
    const known = 'accept authorization connection content-length content-type host idempotency-key'.split(' ');
    assert.deepEqual(Object.keys(last ?? {}).sort(), known);
  });

  describe('takes nothing for an acknowledgement but one of this very report', () => {
    const other = { reportId: 'f'.repeat(32), receivedHour: '2026-11-23T20' };
    const cases: [string, Behaviour, DeliveryOutcome][] = [
      ...[200, 201].flatMap((status): [string, Behaviour, DeliveryOutcome][] => [
        [`${status} with an acknowledgement`, (q, s, seen) => answer(status, honest(seen))(q, s, seen), 'accepted'],
        [`${status} with another report's id`, answer(status, other), 'later'],
        [`${status} with rubbish`, answer(status, '<html>Please sign in</html>'), 'later'],
        [`${status} with nothing`, answer(status), 'later'],
        [`${status} with null`, answer(status, 'null'), 'later'],
        [
          `${status} with half of it`,
          (q, s, seen) => answer(status, { reportId: honest(seen).reportId })(q, s, seen),
          'later',
        ],
      ]),
      [
        '202 with an acknowledgement, and dies',
        (q, s, seen) =>
          answer(202, honest(seen))(
            q,
            s.on('finish', () => q.socket.destroy()),
            seen,
          ),
        'later',
      ],
      ['204', answer(204), 'later'],
      ['206 with an acknowledgement', (q, s, seen) => answer(206, honest(seen))(q, s, seen), 'later'],
      ...[400, 409, 413, 415, 422].map((code): [string, Behaviour, DeliveryOutcome] => [
        `${code}`,
        answer(code),
        'refused',
      ]),
      ...[401, 403, 404, 405, 408, 410, 417, 421, 423, 425, 426, 428, 431, 451, 500, 501, 502, 503, 504, 599].map(
        (code): [string, Behaviour, DeliveryOutcome] => [`${code}`, answer(code), 'later'],
      ),
      ['422 that never ends', (_, s) => begin(s, 422).flushHeaders(), 'later'],
    ];
    for (const [name, behave, expected] of cases) {
      it(`${name}: ${expected}`, async () => {
        const { intake } = await against(onReport(behave));
        assert.equal(await intake.deliver(deliveryOf(['one'])), expected);
      });
    }
  });

  it('follows no redirect, and asks nobody else', async () => {
    const trap = await startEvil((q, s, seen) => answer(200, honest(seen))(q, s, seen));
    try {
      for (const code of [301, 302, 303, 307, 308]) {
        const { intake } = await against(onReport(answer(code, '', { location: `${trap.url}/v1/reports` })));
        assert.equal(await intake.deliver(deliveryOf(['one'])), 'later');
        await evil?.close();
      }
      assert.deepEqual(trap.seen, []);
    } finally {
      await trap.close();
    }
  });

  it('lets Retry-After delay nothing: it answers at once and has no memory', async () => {
    const { intake, seen } = await against(onReport(answer(429, '', { 'retry-after': '86400' })));
    const given = deliveryOf();
    for (let time = 0; time < 3; time += 1) assert.equal(await intake.deliver(given), 'later');
    assert.equal(seen.length, 3);
  });

  it('sends no report while one of its files is not acknowledged as what it is', async () => {
    const wrong: Behaviour[] = [
      answer(200, '<html>'),
      answer(201),
      answer(500),
      answer(202),
      (q, s, seen) => answer(200, { ...honest(seen), file: 7 })(q, s, seen),
      (q, s, seen) => answer(200, { ...honest(seen), reportId: 'f'.repeat(32) })(q, s, seen),
    ];
    for (const behave of wrong) {
      const { intake, seen } = await against(behave);
      assert.equal(await intake.deliver(deliveryOf(['one'])), 'later');
      assert.deepEqual(
        seen.map(({ method }) => method),
        ['PUT'],
      );
      await evil?.close();
    }
  });

  describe('is not held up', () => {
    const hang: Behaviour = () => undefined;
    const cases: [string, Behaviour][] = [
      ['by a server that says nothing', hang],
      ['by headers without an end', (_, s) => begin(s, 200).flushHeaders()],
      [
        'by an answer that drips',
        (_, s) => {
          s.writeHead(200);
          const timer = setInterval(() => s.write(' '), 20);
          s.on('close', () => clearInterval(timer));
        },
      ],
      [
        'by an endless answer',
        (_, s) => {
          s.writeHead(200);
          const pour = () => {
            while (!s.destroyed && s.write(Buffer.alloc(65_536, ' ')));
          };
          s.on('drain', pour);
          pour();
        },
      ],
      ['by a connection that is cut before the answer', (q) => void q.resume().on('end', () => q.socket.destroy())],
      ['by a connection that is cut at once', (q) => void q.socket.destroy()],
      [
        'by a connection that is cut in the answer',
        (q, s) =>
          void q
            .resume()
            .on('end', () =>
              begin(s, 200, { 'content-length': '900' }).write('{"reportId":', () => q.socket.destroy()),
            ),
      ],
      ['by what is no HTTP', (q) => void q.socket.end('SMTP ready\r\n\r\n')],
      [
        'by endless 1xx',
        (_, s) => {
          const timer = setInterval(() => s.writeProcessing(), 20);
          s.on('close', () => clearInterval(timer));
        },
      ],
    ];
    for (const [name, behave] of cases) {
      it(`${name}, at a file or at the report`, async () => {
        for (const files of [[], ['one'], [randomBytes(3_000_000)]]) {
          const { intake } = await against(behave);
          const began = Date.now();
          assert.equal(await intake.deliver(deliveryOf(files)), 'later');
          assert.ok(Date.now() - began < 2_500, `took ${Date.now() - began} ms`);
          await evil?.close();
        }
      });
    }

    it('by a port where nobody is, or an address that is none', async () => {
      for (const url of [`http://127.0.0.1:${await freePort()}`, 'https://intake.invalid']) {
        const intake = createHttpsIntake({ url, assert: async () => 'a.b.c', patience: impatient });
        assert.equal(await intake.deliver(deliveryOf(['one'])), 'later');
      }
    });

    it('by a server that stops reading', async () => {
      const { intake } = await against((request) => void request.pause());
      const began = Date.now();
      assert.equal(await intake.deliver(deliveryOf([randomBytes(20_000_000)])), 'later');
      assert.ok(Date.now() - began < 2_500);
    });
  });

  it('hears a refusal or an acknowledgement that comes before the end of a file, and spares the rest', async () => {
    let opened = 0;
    const open = async () => {
      opened += 1;
      return once(randomBytes(100));
    };
    // Not answered by 100 Continue: the server speaks first.
    for (const [status, expected] of [
      [200, 'accepted'],
      [413, 'refused'],
    ] as const) {
      const desk = await deskWithBot();
      const server = await serveInProcess(desk.dir, { limits: { files: status === 413 ? 0 : 20 } });
      const intake = intakeTo(server.url, desk.signingKey, { patience: { courtesy: 5_000 } });
      const given = deliveryOf(['one']);
      if (status === 200) assert.equal(await intake.deliver(given), 'accepted');
      assert.equal(await intake.deliver({ ...given, files: [{ number: 1, open }] }), expected);
      await server.stop();
      desk.remove();
    }
    assert.equal(opened, 0);
  });

  it('goes on after a time limit: unfinished while more arrives, later when nothing does', async () => {
    const kept = new Set<string>();
    const { intake } = await against(
      (request, response, seen) => {
        const isNew = !kept.has(seen.path);
        request.resume().on('end', () => {
          setTimeout(
            () => {
              kept.add(seen.path);
              begin(response, isNew ? 201 : 200).end(JSON.stringify(honest(seen)));
            },
            isNew ? 200 : 0,
          );
        });
      },
      { patience: { courtesy: 0 } },
    );
    const given = deliveryOf(['one', 'two', 'three', 'four']);
    const outcomes: DeliveryOutcome[] = [];
    while (outcomes.at(-1) !== 'accepted' && outcomes.length < 10) {
      outcomes.push(await intake.deliver(given, AbortSignal.timeout(500)));
    }
    assert.ok(outcomes.length > 1, 'it took more than one time');
    assert.deepEqual(new Set(outcomes), new Set(['unfinished', 'accepted']));
    assert.equal(await intake.deliver(deliveryOf(['x']), AbortSignal.abort()), 'later');
    assert.equal(await intake.deliver(deliveryOf(['x']), AbortSignal.timeout(50)), 'later');
  });

  it('throws what a file of ours throws, also in the middle of it, and ends the request unfinished', async () => {
    const missing = new Fault('blob.missing', 'gone');
    let isWhole = false;
    const { intake } = await against((request) => void request.resume().on('end', () => (isWhole = true)));
    async function* breaking(): AsyncGenerator<Uint8Array> {
      yield randomBytes(100_000);
      throw missing;
    }
    const given = deliveryOf([], { files: [{ number: 1, open: async () => breaking() }] });
    await assert.rejects(intake.deliver(given), (cause) => cause === missing);
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal(isWhole, false, 'a file that broke off must not look whole');
  });

  describe('over TLS', () => {
    let desk: Awaited<ReturnType<typeof deskWithBot>>;
    const pem = (name: string) => fs.readFileSync(path.join(tls, `${name}.pem`), 'utf8');
    before(async () => {
      desk = await deskWithBot();
      fs.writeFileSync(path.join(desk.dir, 'tls.pem'), pem('key'), { mode: 0o600 });
    });
    after(() => desk.remove());

    const serve = (cert: string) =>
      serveInProcess(desk.dir, { tlsKey: path.join(desk.dir, 'tls.pem'), tlsCert: path.join(tls, `${cert}.pem`) });

    it('delivers to whom it can verify', async () => {
      const server = await serve('loopback');
      assert.match(server.url, /^https:/);
      const intake = intakeTo(server.url, desk.signingKey, { ca: pem('loopback') });
      const given = deliveryOf(['one']);
      assert.equal(await intake.deliver(given), 'accepted');
      assert.ok(fs.existsSync(desk.file(given.reportId)));
      await server.stop();
    });

    for (const [cert, ca] of [
      ['loopback', undefined],
      ['elsewhere', 'elsewhere'],
      ['expired', 'expired'],
      ['loopback', 'elsewhere'],
    ] as const) {
      it(`sends nothing to a certificate that is ${cert} while ${ca ?? 'nothing of it'} is trusted, even where the environment would`, async () => {
        const server = await serve(cert);
        process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
        try {
          const options = ca === undefined ? {} : { ca: pem(ca) };
          const intake = intakeTo(server.url, desk.signingKey, options);
          assert.equal(await intake.deliver(deliveryOf(['one'])), 'later');
          assert.deepEqual(
            server.logged.map(({ event }) => event),
            ['listening'],
          );
        } finally {
          delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
          await server.stop();
        }
      });
    }
  });
});
