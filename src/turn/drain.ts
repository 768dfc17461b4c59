// Handles what stands unhandled on a conversation's log, entry by entry, until nothing is left. Other processes are met by
// compare-and-set and another try, never by a lock.
import { Fault } from '../ports/fault.js';

/** At most this many tries in a row may be lost to other processes. */
const maxTries = 8;

/** Calls `attempt` until it finds nothing. Throws what it throws, and Fault turn.conflict; the entry then stays on the log. */
export async function drain(attempt: () => Promise<'done' | 'nothing' | 'conflict'>): Promise<void> {
  let tries = 0;
  for (;;) {
    const result = await attempt();
    if (result === 'nothing') return;
    tries = result === 'conflict' ? tries + 1 : 0;
    if (tries === maxTries) throw new Fault('turn.conflict', 'Other processes keep changing this conversation.');
  }
}
