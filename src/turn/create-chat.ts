// The log is the inbox: an inbound entry is durable before anything is done about it, and turns take the next unhandled entry
// until there is none. One turn at a time per conversation in this process; other processes are met by compare-and-set and replay.
import { hexOf } from '../core/chat/hex.js';
import type { Incoming } from '../core/chat/message.js';
import type { ConversationRef } from '../ports/cipher.js';
import type { Chat, Entry } from './chat.js';
import { drain } from './drain.js';
import type { ChatHouse } from './house.js';
import { createJobQueues } from './job-queues.js';
import { keepFile } from './keep-file.js';
import { codeOf, runTurn } from './run-turn.js';
import { speak } from './speak.js';

/** Ms between two looks at an entry that another process is expected to deal with. */
const lookEvery = 50;
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

export function createChat(house: ChatHouse): Chat {
  const queues = createJobQueues();
  /** What this process took in and no turn has dealt with, by conversation and seq; with the receipt that stands masked in the log. */
  const taken = new Map<string, Map<number, string | null>>();

  const take = (id: string, seq: number, receipt: string | null) =>
    taken.set(id, (taken.get(id) ?? new Map<number, string | null>()).set(seq, receipt));

  function forget(id: string, seqs: Iterable<number>): void {
    const there = taken.get(id);
    for (const seq of seqs) there?.delete(seq);
    if (there?.size === 0) taken.delete(id);
  }

  function inputOf(ref: ConversationRef, entry: Entry & { direction: 'in' }) {
    const { input } = entry.incoming;
    return 'receipt' in input ? { ...input, receipt: taken.get(ref.id)?.get(entry.seq) ?? null } : input;
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
    const base = {
      session,
      receipt,
      now: next.at,
      entropy: next.incoming.entropy,
      channel: 'web' as const,
      language: null,
      showTyping: () => house.fanout.publish(ref.id, 'typing'),
    };
    const turn = await runTurn(house, inputOf(ref, next), base, (made) => {
      const { parcels, claims, cutLog } = made;
      const change = { handled: next.seq, cutLog, parcels, claims, receipt: made.receipt };
      const spoken = speak(made.session, made.replies, next);
      return house.conversations.commit(ref, found.revision, { ...change, ...spoken });
    });
    if (!turn) return 'conflict';
    forget(ref.id, [next.seq]);
    house.fanout.publish(ref.id, 'entries');
    await house.blobs.remove(turn.discarded.map(({ blob }) => blob));
    return 'done';
  }

  /** As drain says, with a pause wherever another process is expected to act. */
  async function drainAll(ref: ConversationRef): Promise<void> {
    let waited = 0;
    await drain(async () => {
      for (;;) {
        const result = await attempt(ref, waited);
        if (result !== 'others') {
          waited = 0;
          return result;
        }
        waited += lookEvery;
        await pause(lookEvery);
      }
    });
  }

  function schedule(ref: ConversationRef): void {
    queues
      .add(ref.id, () => drainAll(ref))
      .catch((error: unknown) => {
        // The entry stays unhandled on the log: the next message, poll or connection tries again.
        house.log.write({ event: 'turn.failed', code: codeOf(error) });
      });
  }

  return {
    async receive(ref, { input, shown }, fingerprint) {
      const stored = 'receipt' in input ? { ...input, receipt: null } : input;
      const incoming: Incoming = { input: stored, entropy: hexOf(house.chance.bytes(32)), shown, origin: null };
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
      if (found.next && !queues.isBusy(ref.id)) schedule(ref);
      const entries = await house.conversations.read(ref, after, now);
      return { entries, watermark: entries.at(-1)?.seq ?? after, receipt: found.receipt?.digits ?? null };
    },

    keepFile: (ref, file) => keepFile(house, ref, file),

    settle: () => queues.settle(),
  };
}
