// The bot in a process of its own, with a failpoint: it kills itself (SIGKILL) where FAILPOINT says, after writing that it got
// there. Run by test/support/process.ts.
import { readFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { createMailboxKeys } from '../../src/adapters/node/mailbox-keys.js';
import { createApp } from '../../src/app.js';
import { readConfig } from '../../src/config.js';
import { fillPorts, type Ports } from '../../src/fill-ports.js';

const failpoint = process.env.FAILPOINT ?? '';

async function die(name: string, isHere = true): Promise<void> {
  if (!isHere || name !== failpoint) return;
  writeSync(1, `HIT ${name}\n`);
  process.kill(process.pid, 'SIGKILL');
  await new Promise(() => undefined);
}

/** Ms; with another process beside this one, a test does not wait for what a dead one held. */
const leaseTime = Number(process.env.LEASE_TIME ?? 0);

/** The ports with the failpoints in them. Only the commit of a report and its delivery are deadly. */
function decorate(ports: Ports): Ports {
  let isReportCommitted = false;
  return {
    ...ports,
    takeOverAfter: Math.min(ports.takeOverAfter, 1_000),
    records: {
      ...ports.records,
      lease: (now, until, limit) => ports.records.lease(now, leaseTime > 0 ? now + leaseTime : until, limit),
      async commit(conversation, expected, change) {
        const isReport = change.parcels.some(({ kind }) => kind === 'report');
        await die('before commit', isReport);
        const result = await ports.records.commit(conversation, expected, change);
        await die('after commit', isReport);
        await die('after cancel', change.cutLog && !isReport);
        isReportCommitted ||= isReport;
        return result;
      },
      async settle(parcel, lease, settlement) {
        await die('before acknowledgement', settlement.kind === 'done');
        return ports.records.settle(parcel, lease, settlement);
      },
    },
    fanout: {
      ...ports.fanout,
      publish(conversation, signal) {
        if (isReportCommitted && signal === 'entries') void die('before speaking');
        ports.fanout.publish(conversation, signal);
      },
    },
    intake: {
      async deliver(delivery) {
        await die('before delivery');
        const files = delivery.files.map((file) => ({
          ...file,
          open: async () => {
            const content = await file.open();
            return (async function* () {
              for await (const chunk of content) {
                yield chunk;
                await die('during delivery');
              }
            })();
          },
        }));
        const outcome = await ports.intake.deliver({ ...delivery, files });
        await die('after delivery', outcome === 'accepted');
        return outcome;
      },
    },
    // The full cost has a test of its own.
    mailboxKeys: createMailboxKeys({ salt: new Uint8Array(16), cost: { memoryKiB: 64, passes: 1 } }),
  };
}

const root = path.resolve(import.meta.dirname, '..', '..');
const config = readConfig(process.env, (file) => readFileSync(file, 'utf8'));
const app = await createApp(config, decorate(await fillPorts(config)), root);
await app.start();
writeSync(1, 'READY\n');
process.on('SIGTERM', () => {
  app.stop().then(
    () => process.exit(0),
    () => process.exit(1),
  );
});
