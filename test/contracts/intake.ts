// The contract of src/ports/intake.ts, run on every adapter that claims to keep it.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { Fault } from '../../src/ports/fault.js';
import type { Delivery, Intake } from '../../src/ports/intake.js';
import { newReportId } from '../desk/sample-report.js';
import { deliveryOf, once, sealedFor } from '../support/deliveries.js';

export interface IntakeSubject {
  intake: Intake;
  /** Where customs finds what was delivered. */
  inbox: string;
  /** What a desk does with a report that it is done with. */
  archive(reportId: string): void;
  /** Makes customs unreachable until the returned function is called. */
  takeAway(): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

/** Declares the suite for the adapter `name`; `make` gives an empty inbox each time. */
export function intakeContract(name: string, make: () => Promise<IntakeSubject>): void {
  describe(`${name} keeps the contract of Intake`, function () {
    this.timeout(60_000);
    let subject: IntakeSubject;
    beforeEach(async () => {
      subject = await make();
    });
    afterEach(() => subject.close());

    const names = () =>
      fs
        .readdirSync(subject.inbox)
        .filter((one) => one !== 'taken')
        .sort();
    const read = (one: string) => fs.readFileSync(path.join(subject.inbox, one));
    const deliver = (given: Delivery) => subject.intake.deliver(given);

    it('takes the files and the report, byte for byte, under names made of ids only', async () => {
      const large = randomBytes(5_000_000);
      const given = deliveryOf(['one', large]);
      assert.equal(await deliver(given), 'accepted');
      const id = given.reportId;
      assert.deepEqual(names(), [`${id}.1.age`, `${id}.2.age`, `${id}.jwe.json`]);
      assert.equal(read(`${id}.1.age`).toString(), 'one');
      assert.ok(read(`${id}.2.age`).equals(large));
      assert.ok(read(`${id}.jwe.json`).equals(given.sealed));
    });

    it('takes a file without a byte, and a report without files', async () => {
      assert.equal(await deliver(deliveryOf([''])), 'accepted');
      assert.equal(await deliver(deliveryOf()), 'accepted');
      assert.equal(names().length, 3);
    });

    it('shows no time finer than the hour', async () => {
      await deliver(deliveryOf(['one']));
      for (const one of names()) {
        assert.match(fs.statSync(path.join(subject.inbox, one)).mtime.toISOString(), /T\d\d:00:00\.000Z$/);
      }
    });

    it('accepts a repeat, sealed anew, and changes nothing', async () => {
      const first = deliveryOf(['one']);
      await deliver(first);
      const { reportId } = first;
      assert.equal(await deliver(deliveryOf(['other'], { reportId, sealed: sealedFor(reportId) })), 'accepted');
      assert.ok(read(`${reportId}.jwe.json`).equals(first.sealed));
      assert.equal(read(`${reportId}.1.age`).toString(), 'one');
    });

    it('accepts what the desk has archived, and does not bring it back', async () => {
      const given = deliveryOf(['one']);
      await deliver(given);
      subject.archive(given.reportId);
      assert.equal(await deliver(given), 'accepted');
      assert.deepEqual(names(), []);
    });

    it('refuses what is no id or number of ours, and keeps nothing', async () => {
      const open = async () => once(Buffer.from('x'));
      const file = (number: number) => ({ number, open });
      const bad: Delivery[] = [
        ...['../../etc/passwd', 'A'.repeat(32), `${newReportId()}\n`, ''].map((reportId) =>
          deliveryOf([], { reportId }),
        ),
        ...[[0], [1.5], [-1], [1, 1], [1000]].map((numbers) => deliveryOf([], { files: numbers.map(file) })),
      ];
      for (const given of bad) assert.equal(await deliver(given), 'refused');
      assert.deepEqual(names(), []);
    });

    it('throws what reading one of our own files throws, keeps nothing half, and takes the whole afterwards', async () => {
      const missing = new Fault('blob.missing', 'gone');
      async function* breaking(): AsyncGenerator<Uint8Array> {
        yield randomBytes(300_000);
        throw missing;
      }
      for (const open of [() => Promise.reject(missing), async () => breaking()]) {
        const given = deliveryOf(['one']);
        const broken = { ...given, files: [...given.files, { number: 2, open }] };
        await assert.rejects(deliver(broken), (cause) => cause === missing);
        // The other side may need a moment to see that the rest does not come.
        for (let look = 0; look < 100 && names().some((one) => one.endsWith('.tmp')); look += 1) {
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
        assert.deepEqual(
          names().filter((one) => one.includes(given.reportId)),
          [`${given.reportId}.1.age`],
        );
        assert.equal(await deliver(deliveryOf(['one', 'two'], { reportId: given.reportId })), 'accepted');
        assert.equal(read(`${given.reportId}.2.age`).toString(), 'two');
      }
    });

    it('answers later while customs is away, and delivers once it is back', async () => {
      const given = deliveryOf(['one']);
      const bringBack = await subject.takeAway();
      assert.equal(await deliver(given), 'later');
      await bringBack();
      assert.equal(await deliver(given), 'accepted');
      assert.equal(names().length, 2);
    });

    it('many at once, each twice, arrive once', async () => {
      const all = Array.from({ length: 12 }, () => deliveryOf(['one']));
      const outcomes = await Promise.all([...all, ...all].map(deliver));
      for (const [index, outcome] of outcomes.entries()) {
        // Twins may be in each other's way; then one is tried again.
        if (outcome !== 'accepted') assert.equal(await deliver(all[index % 12] ?? deliveryOf()), 'accepted');
      }
      assert.equal(names().length, 24);
    });
  });
}
