// Deletes what has ended, a little at a time: conversations, receipts past their window, files that nobody sent, old mailboxes.
import { Fault } from '../ports/fault.js';
import type { Records } from '../ports/records.js';
import type { Clock, Log } from '../ports/world.js';

export interface Sweeper {
  /** Sweeps until nothing is left that has ended. */
  run(): Promise<void>;
  start(): void;
  stop(): Promise<void>;
}

const round = 15_000;
const batch = 200;

export function createSweeper({ records, clock, log }: { records: Records; clock: Clock; log: Log }): Sweeper {
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> | null = null;

  async function run(): Promise<void> {
    try {
      while ((await records.sweep(clock.now(), batch)) > 0);
    } catch (error) {
      log.write({ event: 'sweep.failed', code: error instanceof Fault ? error.code : 'unexpected' });
    }
  }

  const runOnce = () => {
    running ??= run().finally(() => {
      running = null;
    });
  };

  return {
    run,
    start() {
      runOnce();
      timer = setInterval(runOnce, round);
      timer.unref();
    },
    async stop() {
      if (timer) clearInterval(timer);
      await running;
    },
  };
}
