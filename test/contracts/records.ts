// The contract of src/ports/records.ts, run on every adapter that claims to keep it.
import { commitContract } from './records/commit.js';
import { countingContract } from './records/counting.js';
import { endsContract } from './records/ends.js';
import { eraseContract } from './records/erase.js';
import { logContract } from './records/log.js';
import { outboxContract } from './records/outbox.js';
import { parcelContract } from './records/parcels.js';
import { restartContract } from './records/restart.js';
import type { Make } from './subject.js';

/** Declares the suite for the adapter `name`; `make` gives an empty store each time. */
export function recordsContract(name: string, make: Make): void {
  describe(`${name} keeps the contract of Records`, () => {
    logContract(make);
    commitContract(make);
    parcelContract(make);
    outboxContract(make);
    endsContract(make);
    eraseContract(make);
    countingContract(make);
    restartContract(make);
  });
}
