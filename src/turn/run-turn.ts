// Runs a turn so that the person always gets an answer, and does what follows once it is committed. The same for every channel.
import type { Input, Reply } from '../core/chat/message.js';
import { Fault } from '../ports/fault.js';
import type { House } from './house.js';
import type { Session } from './session.js';
import { takeTurn, type Turn, type TurnBase } from './take-turn.js';

/** What is said when a turn cannot be carried out; the state stays as it was, nothing of the person's is lost. */
const failure: Reply = { kind: 'say', key: 'turn.failed' };
const hour = (ms: number) => new Date(ms).toISOString().slice(0, 13);

export const codeOf = (error: unknown): string => (error instanceof Fault ? error.code : 'unexpected');

/** The turn that is taken in the place of one that cannot be. Nothing is thrown away by it. */
const failed = (base: TurnBase, session: Session): Turn => ({
  session,
  receipt: base.receipt,
  replies: [failure],
  parcels: [],
  claims: [],
  cutLog: false,
  discarded: [],
  isReportKept: false,
});

async function make(house: House, input: Input, base: TurnBase): Promise<Turn> {
  try {
    return await takeTurn(house, input, base);
  } catch (error) {
    house.log.write({ event: 'turn.failed', code: codeOf(error) });
    if (!base.session) throw error;
    return failed(base, base.session);
  }
}

/** A file that is gone (a broken disk) must not block the conversation: the person hears of it and can leave it out. */
async function keep(house: House, turn: Turn, base: TurnBase, commit: (turn: Turn) => Promise<boolean>) {
  try {
    return (await commit(turn)) ? turn : null;
  } catch (error) {
    if (codeOf(error) !== 'blob.missing' || !base.session) throw error;
    house.log.write({ event: 'turn.failed', code: 'blob.missing' });
    const instead = failed(base, base.session);
    return (await commit(instead)) ? instead : null;
  }
}

/**
 * Takes the turn and keeps it by `commit` (false: somebody else was first). Returns what was kept, or null when nothing was. The
 * files that it let go are the caller's to delete, when it has spoken. Throws what `commit` throws, and for a conversation that
 * has no state yet what the turn threw: there is nothing to go on from.
 */
export async function runTurn(
  house: House,
  input: Input,
  base: TurnBase,
  commit: (turn: Turn) => Promise<boolean>,
): Promise<Turn | null> {
  const turn = await keep(house, await make(house, input, base), base, commit);
  if (turn?.isReportKept) {
    house.log.write({ event: 'report.kept', hour: hour(house.clock.now()) });
    house.onReportKept();
  }
  return turn;
}
