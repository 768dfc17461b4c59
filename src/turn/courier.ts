// Empties the outbox: each parcel reaches customs once (put-if-absent on their side), is tried again for as long as it may
// live, and is deleted here as soon as customs has acknowledged it. Any number of couriers may run; leases keep them apart.
import type { Blobs } from '../ports/blobs.js';
import { Fault } from '../ports/fault.js';
import type { DeliveryOutcome, Intake } from '../ports/intake.js';
import type { Mailboxes } from '../ports/mailboxes.js';
import { tallies, type LeasedParcel, type Records, type Settlement } from '../ports/records.js';
import type { Chance, Clock, Log } from '../ports/world.js';

export interface CourierHouse {
  records: Records;
  blobs: Blobs;
  mailboxes: Mailboxes;
  intake: Intake;
  clock: Clock;
  chance: Chance;
  log: Log;
  /** What a reminder is for; `done` when there is nothing left to say. */
  remind: (body: Uint8Array) => Promise<'done' | 'later'>;
  /** How long a mailbox lives, in ms. */
  mailboxLifetime: number;
}

export interface Courier {
  /** Delivers everything that is due now; resolves when nothing is. */
  run(): Promise<void>;
  /** Runs now and then every few seconds until stopped. */
  start(): void;
  /** A report was confirmed: counts it and delivers without waiting for the next round. */
  reportKept(): void;
  stop(): Promise<void>;
}

const round = 2_000;
const leaseTime = 60_000;
/** Ms. A delivery ends before its lease does, so that no other courier begins it anew while it still runs. */
export const deliveryTime = 50_000;
/** Ms that deliveries in flight get when the bot stops; what is not acknowledged by then is repeated at the next start. */
const stopTime = 3_000;
const batch = 8;
const longestWait = 15 * 60_000;

/** Exponential back-off from 2 s to 15 min, between half and the whole of it. `random` 0 to 255. */
export function backOff(attempts: number, random: number): number {
  const wait = Math.min(2_000 * 2 ** Math.min(attempts, 20), longestWait);
  return Math.round(wait * (0.5 + random / 510));
}

const hour = (ms: number) => new Date(ms).toISOString().slice(0, 13);
const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);

const isMissing = (error: unknown) => error instanceof Fault && error.code === 'blob.missing';

export function createCourier(house: CourierHouse): Courier {
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> | null = null;
  let isWoken = false;
  let isStopping = false;
  const underWay = new Set<AbortController>();

  const failed = (error: unknown) =>
    house.log.write({ event: 'courier.failed', code: error instanceof Fault ? error.code : 'unexpected' });

  /** Runs `task` with a signal that ends it when its time is up, or when the bot stops. */
  async function bounded<T>(task: (until: AbortSignal) => Promise<T>): Promise<T> {
    const end = new AbortController();
    const timer = setTimeout(() => end.abort(), deliveryTime);
    underWay.add(end);
    if (isStopping) end.abort();
    try {
      return await task(end.signal);
    } finally {
      clearTimeout(timer);
      underWay.delete(end);
    }
  }

  /** A file that is gone for good must not hold its report up: customs sees in the report which one is missing. */
  async function hand(parcel: LeasedParcel, until: AbortSignal): Promise<DeliveryOutcome> {
    const { meta, blobs, body } = parcel;
    const files = blobs.map((blob, index) => ({ number: index + 1, open: () => house.blobs.read(blob) }));
    const delivery = {
      reportId: meta.reportId ?? parcel.id,
      formVersion: meta.form ?? '',
      isUrgent: meta.urgent === 'yes',
      sealed: body,
    };
    try {
      return await house.intake.deliver({ ...delivery, files }, until);
    } catch (error) {
      if (!isMissing(error)) throw error;
      failed(error);
      const there = await Promise.all(
        files.map(({ open }) =>
          open().then(
            () => true,
            (cause: unknown) => !isMissing(cause),
          ),
        ),
      );
      return house.intake.deliver({ ...delivery, files: files.filter((_, index) => there[index]) }, until);
    }
  }

  /** From now on, not from when it began: what fails slowly is not repeated faster. */
  const laterOf = ({ attempts }: LeasedParcel): Settlement => ({
    kind: 'later',
    due: house.clock.now() + backOff(attempts, house.chance.bytes(1)[0] ?? 0),
  });

  /** One that nobody could be reminded by in its time is no lost report: it goes without an alarm. */
  async function remind(parcel: LeasedParcel): Promise<Settlement> {
    const now = house.clock.now();
    if (now > parcel.expiresAt || (await house.remind(parcel.body)) === 'done') return { kind: 'done' };
    return laterOf(parcel);
  }

  async function deliver(parcel: LeasedParcel): Promise<Settlement> {
    if (parcel.kind === 'reminder') return remind(parcel);
    const now = house.clock.now();
    const { meta } = parcel;
    if (now > parcel.expiresAt) {
      house.log.write({ event: 'report.expired', hour: hour(now) });
      return { kind: 'refused' };
    }
    const lookup = meta.lookup ?? '';
    // First, so that the receipt says "kept" for as long as customs cannot be reached.
    const mailbox = { publicKey: meta.publicKey ?? '', expiresAt: now + house.mailboxLifetime };
    await house.mailboxes.putIfAbsent(lookup, mailbox);
    const outcome = await bounded((until) => hand(parcel, until));
    if (outcome === 'accepted') {
      await house.mailboxes.markTaken(lookup);
      house.log.write({ event: 'report.delivered', hour: hour(now) });
      await house.records.tally(tallies.delivered, day(now));
      return { kind: 'done' };
    }
    if (outcome === 'refused') {
      house.log.write({ event: 'report.refused', hour: hour(now) });
      return { kind: 'refused' };
    }
    // Each time at least one more file has arrived, so this ends; to wait would only hold up a report with large files.
    if (outcome === 'unfinished') return { kind: 'later', due: house.clock.now() };
    house.log.write({ event: 'delivery.later', hour: hour(now), attempts: parcel.attempts + 1 });
    return laterOf(parcel);
  }

  async function process(parcel: LeasedParcel): Promise<void> {
    try {
      await house.records.settle(parcel.id, parcel.lease, await deliver(parcel));
    } catch (error) {
      // The lease runs out and the parcel is tried again; nothing is lost by a courier that fails.
      failed(error);
    }
  }

  async function runAll(): Promise<void> {
    for (;;) {
      const now = house.clock.now();
      const parcels = await house.records.lease(now, now + leaseTime, batch);
      if (parcels.length === 0) return;
      await Promise.all(parcels.map(process));
    }
  }

  const run = async (): Promise<void> => {
    if (running) {
      isWoken = true;
      return running;
    }
    running = (async () => {
      do {
        isWoken = false;
        await runAll();
      } while (isWoken);
    })().finally(() => {
      running = null;
    });
    return running;
  };

  const runSafely = () => {
    run().catch(failed);
  };

  return {
    run,
    start() {
      runSafely();
      timer = setInterval(runSafely, round);
      timer.unref();
    },
    reportKept() {
      house.records.tally(tallies.confirmed, day(house.clock.now())).catch(failed);
      runSafely();
    },
    async stop() {
      if (timer) clearInterval(timer);
      timer = null;
      const end = setTimeout(() => {
        isStopping = true;
        for (const delivery of underWay) delivery.abort();
      }, stopTime);
      await running?.catch(() => undefined);
      clearTimeout(end);
    },
  };
}
