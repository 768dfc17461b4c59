// The reference intake in a process of its own, with a failpoint: it kills itself (SIGKILL) where FAILPOINT says, after writing
// that it got there. Run by test/support/intake-server.ts.
import { writeSync } from 'node:fs';
import type { Deliveries } from '../../src/desk/serve/deliveries.js';
import { serveDesk } from '../../src/desk/serve/serve-desk.js';
import { toLogLine } from '../../src/desk/serve/serve-event.js';

const failpoint = process.env.FAILPOINT ?? '';

async function die(name: string): Promise<void> {
  if (name !== failpoint) return;
  writeSync(1, `HIT ${name}\n`);
  process.kill(process.pid, 'SIGKILL');
  await new Promise(() => undefined);
}

const watch = (deliveries: Deliveries): Deliveries => ({
  ...deliveries,
  claim: async (reportId, bot) => {
    const isOwn = await deliveries.claim(reportId, bot);
    await die('after claim');
    return isOwn;
  },
  putFile: async (reportId, number, body) => {
    const watched = (async function* () {
      for await (const chunk of body as AsyncIterable<Uint8Array>) {
        yield chunk;
        await die('during file');
      }
    })();
    const isNew = await deliveries.putFile(reportId, number, watched);
    await die('between files and report');
    return isNew;
  },
  putReport: async (reportId, body) => {
    await die('before report');
    const isNew = await deliveries.putReport(reportId, body);
    await die('after report, before its acknowledgement');
    return isNew;
  },
  acknowledge: async (reportId) => {
    const said = await deliveries.acknowledge(reportId);
    await die('after durable, before answer');
    return said;
  },
});

const log = (event: Parameters<typeof toLogLine>[0]) => void writeSync(1, toLogLine(event));
const dir = process.env.DESK_DIR ?? '';
await serveDesk({ dir, port: Number(process.env.INTAKE_PORT), host: '127.0.0.1', url: null, log, watch });
