// The log is the inbox: an inbound entry is durable before anything is done about it, and turns take the next unhandled entry
// until there is none. One turn at a time per conversation in this process; other processes are met by compare-and-set and replay.
import { hexOf } from '../core/chat/hex.js';
import type { Incoming, Reply } from '../core/chat/message.js';
import type { ConversationRef } from '../ports/cipher.js';
import { Fault } from '../ports/fault.js';
import type { Chat, Entry } from './chat.js';
import type { House } from './house.js';
import { keepFile } from './keep-file.js';
import { speak } from './speak.js';
import { takeTurn, type Turn, type TurnBase } from './take-turn.js';

const maxTries = 8;
/** Ms between two looks at an entry that another process is expected to deal with. */
const lookEvery = 50;
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const codeOf = (error: unknown) => (error instanceof Fault ? error.code : 'unexpected');
const hour = (ms: number) => new Date(ms).toISOString().slice(0, 13);

/** What is said when a turn cannot be carried out; the state stays as it was, nothing of the person's is lost. */
const failure: Reply = { kind: 'say', key: 'turn.failed' };

export function createChat(house: House): Chat {
  /** The end of the queue of each conversation with a turn under way. */
  const tails = new Map<string, Promise<void>>();
  /** What this process took in and no turn has dealt with, by conversation and seq; with the receipt that stands masked in the log. */
  const taken = new Map<string, Map<number, string | null>>();

  const take = (id: string, seq: number, receipt: string | null) =>
    taken.set(id, (taken.get(id) ?? new Map<number, string | null>()).set(seq, receipt));

  function forget(id: string, seqs: Iterable<number>): void {
    const there = taken.get(id);
    for (const seq of seqs) there?.delete(seq);
    if (there?.size === 0) taken.delete(id);
  }

  async function runTurn(ref: ConversationRef, entry: Entry & { direction: 'in' }, base: TurnBase) {
    const { input } = entry.incoming;
    const whole = 'receipt' in input ? { ...input, receipt: taken.get(ref.id)?.get(entry.seq) ?? null } : input;
    try {
      return await takeTurn(house, whole, base);
    } catch (error) {
      house.log.write({ event: 'turn.failed', code: codeOf(error) });
      if (!base.session) throw error;
      const idle = { parcels: [], claims: [], cutLog: false, discarded: [], isReportKept: false };
      return { session: base.session, receipt: base.receipt, replies: [failure], ...idle } satisfies Turn;
    }
  }

  /** A file that is gone (a broken disk) must not block the conversation: the person hears of it and can leave it out. */
  async function commit(ref: ConversationRef, revision: number, entry: Entry, turn: Turn): Promise<boolean> {
    const { parcels, claims, cutLog, receipt } = turn;
    const change = { handled: entry.seq, cutLog, parcels, claims, receipt };
    try {
      return await house.conversations.commit(ref, revision, {
        ...change,
        ...speak(turn.session, turn.replies, entry),
      });
    } catch (error) {
      if (codeOf(error) !== 'blob.missing') throw error;
      house.log.write({ event: 'turn.failed', code: 'blob.missing' });
      const { session, receipt: before } = (await house.conversations.load(ref, house.clock.now())) ?? {};
      if (!session) throw error;
      turn.isReportKept = false;
      turn.discarded = [];
      const idle = { handled: entry.seq, cutLog: false, parcels: [], claims: [], receipt: before ?? null };
      return house.conversations.commit(ref, revision, { ...idle, ...speak(session, [failure], entry) });
    }
  }

  /** One try at the next unhandled entry. */
  async function attempt(ref: ConversationRef, waited: number): Promise<'done' | 'nothing' | 'conflict' | 'others'> {
    const before = [...(taken.get(ref.id)?.keys() ?? [])];
    const now = house.clock.now();
    const found = await house.conversations.load(ref, now);
    if (!found?.next) {
      forget(ref.id, before);
      return 'nothing';
    }
    const { next, session, receipt } = found;
    // Only the process that took it in knows a receipt that stands in it; the others take over when that one is gone.
    const isOwn = taken.get(ref.id)?.has(next.seq) ?? false;
    if (!isOwn && now - next.at < house.takeOverAfter && waited < house.takeOverAfter) return 'others';
    const turn = await runTurn(ref, next, {
      session,
      receipt,
      now: next.at,
      entropy: next.incoming.entropy,
      showTyping: () => house.fanout.publish(ref.id, 'typing'),
    });
    if (!(await commit(ref, found.revision, next, turn))) return 'conflict';
    forget(ref.id, [next.seq]);
    if (turn.isReportKept) {
      house.log.write({ event: 'report.kept', hour: hour(house.clock.now()) });
      house.onReportKept();
    }
    house.fanout.publish(ref.id, 'entries');
    await house.blobs.remove(turn.discarded.map(({ blob }) => blob));
    return 'done';
  }

  async function drain(ref: ConversationRef): Promise<void> {
    let tries = 0;
    let waited = 0;
    try {
      for (;;) {
        const result = await attempt(ref, waited);
        if (result === 'nothing') return;
        waited = result === 'others' ? waited + lookEvery : 0;
        if (result === 'others') await pause(lookEvery);
        tries = result === 'conflict' ? tries + 1 : 0;
        if (tries === maxTries) throw new Fault('turn.conflict', 'Other processes keep changing this conversation.');
      }
    } catch (error) {
      // The entry stays unhandled on the log: the next message, poll or connection tries again.
      house.log.write({ event: 'turn.failed', code: codeOf(error) });
    }
  }

  function schedule(ref: ConversationRef): void {
    const tail = (tails.get(ref.id) ?? Promise.resolve()).then(() => drain(ref));
    tails.set(ref.id, tail);
    void tail.then(() => {
      if (tails.get(ref.id) === tail) tails.delete(ref.id);
    });
  }

  return {
    async receive(ref, { input, shown }, fingerprint) {
      const stored = 'receipt' in input ? { ...input, receipt: null } : input;
      const incoming: Incoming = { input: stored, entropy: hexOf(house.chance.bytes(32)), shown };
      const added = await house.conversations.append(ref, incoming, fingerprint, house.clock.now());
      if (!added) return null;
      if (added.isNew) {
        take(ref.id, added.seq, 'receipt' in input ? input.receipt : null);
        house.fanout.publish(ref.id, 'entries');
      }
      schedule(ref);
      return { id: String(added.seq), seq: added.seq, at: added.at };
    },

    async resume(ref) {
      const found = await house.conversations.load(ref, house.clock.now());
      if (found?.next) schedule(ref);
      return found !== null;
    },

    async read(ref, after) {
      const now = house.clock.now();
      const found = await house.conversations.load(ref, now);
      if (!found) return null;
      if (found.next && !tails.has(ref.id)) schedule(ref);
      const entries = await house.conversations.read(ref, after, now);
      return { entries, watermark: entries.at(-1)?.seq ?? after, receipt: found.receipt?.digits ?? null };
    },

    keepFile: (ref, file) => keepFile(house, ref, file),

    async settle() {
      while (tails.size > 0) await Promise.all(tails.values());
    },
  };
}
