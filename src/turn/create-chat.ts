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

export function createChat(house: ChatHouse): Chat {
  const queues = createJobQueues();
  /** Receipts that stand masked in the log, by conversation and seq, until their turn is done. */
  const receipts = new Map<string, string>();

  function inputOf(ref: ConversationRef, entry: Entry & { direction: 'in' }) {
    const { input } = entry.incoming;
    return 'receipt' in input ? { ...input, receipt: receipts.get(`${ref.id}|${entry.seq}`) ?? null } : input;
  }

  /** One try at the next unhandled entry. */
  async function attempt(ref: ConversationRef): Promise<'done' | 'nothing' | 'conflict'> {
    const found = await house.conversations.load(ref, house.clock.now());
    if (!found?.next) return 'nothing';
    const { next, session, receipt } = found;
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
    receipts.delete(`${ref.id}|${next.seq}`);
    house.fanout.publish(ref.id, 'entries');
    await house.blobs.remove(turn.discarded.map(({ blob }) => blob));
    return 'done';
  }

  function schedule(ref: ConversationRef): void {
    queues
      .add(ref.id, () => drain(() => attempt(ref)))
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
        if ('receipt' in input && input.receipt !== null) receipts.set(`${ref.id}|${added.seq}`, input.receipt);
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
