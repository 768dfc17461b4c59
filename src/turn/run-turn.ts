// Runs a turn so that the person always gets an answer, and does what follows once it is committed. The same for every channel.
import type { Input, Reply } from '../core/chat/message.js';
import { Fault } from '../ports/fault.js';
import type { House } from './house.js';
import { takeTurn, type Turn, type TurnBase } from './take-turn.js';

/** What is said when a turn cannot be carried out; the state stays as it was, nothing of the person's is lost. */
const failure: Reply = { kind: 'say', key: 'turn.failed' };
const hour = (ms: number) => new Date(ms).toISOString().slice(0, 13);

export const codeOf = (error: unknown): string => (error instanceof Fault ? error.code : 'unexpected');

/** Throws only for a conversation that has no state yet: there is nothing to go on from. */
export async function runTurn(house: House, input: Input, base: TurnBase): Promise<Turn> {
  try {
    return await takeTurn(house, input, base);
  } catch (error) {
    house.log.write({ event: 'turn.failed', code: codeOf(error) });
    if (!base.session) throw error;
    const idle = { parcels: [], claims: [], cutLog: false, discarded: [], isReportKept: false };
    return { session: base.session, receipt: base.receipt, replies: [failure], ...idle };
  }
}

/** To be called once, after the commit of `turn`. The files that it let go are the caller's to delete, when it has spoken. */
export function afterCommit(house: House, turn: Turn): void {
  if (!turn.isReportKept) return;
  house.log.write({ event: 'report.kept', hour: hour(house.clock.now()) });
  house.onReportKept();
}
