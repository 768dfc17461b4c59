// Turns for a channel that keeps the chat itself. An entry is durable before anything is done about it and deleted when it is
// handled; replies stand in the committed state until the channel has confirmed them. Nothing is said before it is committed.
import { hexOf } from '../core/chat/hex.js';
import type { Incoming } from '../core/chat/message.js';
import type { Cipher, ConversationRef } from '../ports/cipher.js';
import { Fault } from '../ports/fault.js';
import type { Lifetime } from '../ports/records.js';
import type { ConversationStore } from './conversation-store.js';
import type { DirectState } from './direct-state.js';
import type { DirectTurns, Handled, Mouth } from './direct-turns.js';
import { drain } from './drain.js';
import type { House } from './house.js';
import { createJobQueues } from './job-queues.js';
import { placeReplies } from './place-replies.js';
import { createReminders } from './reminders.js';
import { codeOf, runTurn } from './run-turn.js';
import { claimTime, othersClaim, sayUnsaid, strike } from './say-unsaid.js';
import { speak } from './speak.js';
import { lookUp } from './take-turn.js';

export interface DirectHouse extends House {
  conversations: ConversationStore<DirectState>;
  cipher: Cipher;
  mouth: Mouth;
  lifetime: Lifetime;
}

/** Conversations that are reminded at the same time; more wait for the courier's next round. */
const maxReminded = 16;

const fresh = { unsaid: [], places: {}, speaker: null };

export function createDirectTurns(direct: DirectHouse): DirectTurns {
  const house = { ...direct, me: hexOf(direct.chance.bytes(8)) };
  const { conversations, cipher, clock, mouth } = house;
  const reminders = createReminders(cipher);
  const turns = createJobQueues();
  const speeches = createJobQueues();

  /** One try at the next unhandled entry. */
  async function attempt(ref: ConversationRef): Promise<'done' | 'nothing' | 'conflict'> {
    const now = clock.now();
    const found = await conversations.load(ref, now);
    const origin = found?.next?.incoming.origin;
    if (!found?.next || !origin) return 'nothing';
    const { next, session: state, receipt } = found;
    const base = {
      session: state?.session ?? null,
      receipt,
      now: next.at,
      entropy: next.incoming.entropy,
      channel: 'teams' as const,
      language: origin.language,
      showTyping: () => mouth.showTyping(origin.address),
    };
    const turn = await runTurn(house, next.incoming.input, base, (made) => {
      const spoken = speak(made.session, made.replies, next);
      const replies = spoken.replies.map(({ outgoing }) => outgoing);
      const { inPlace, ...placed } = placeReplies(state ?? fresh, spoken.session, replies, origin.card);
      const speaker = (state && othersClaim(state, house.me, now)) ?? { by: house.me, until: now + claimTime };
      const last = { seq: next.seq, inPlace };
      const times = { now, due: now + claimTime, expiresAt: now + house.lifetime.absolute };
      const reminder = placed.unsaid.length > 0 ? [reminders.make(ref, next.seq, times)] : [];
      return conversations.commit(ref, found.revision, {
        handled: next.seq,
        // The channel keeps the chat; of what was typed nothing stays here but the answers of an open form.
        cutLog: true,
        parcels: [...made.parcels, ...reminder],
        claims: made.claims,
        session: { session: spoken.session, address: origin.address, ...placed, speaker, last },
        receipt: made.receipt,
        replies: [],
      });
    });
    if (!turn) return 'conflict';
    await house.blobs.remove(turn.discarded.map(({ blob }) => blob));
    return 'done';
  }

  function say(ref: ConversationRef): void {
    speeches
      .add(ref.id, () => sayUnsaid(house, ref))
      // What is unsaid stays so: the reminder, the next message or a redelivery tries again.
      .catch((error: unknown) => house.log.write({ event: 'reply.later', code: codeOf(error) }));
  }

  function answered(ref: ConversationRef, inPlace: Handled['inPlace'], card: string | null, tookPlace: boolean): void {
    if (tookPlace && inPlace) {
      speeches
        .add(ref.id, () => strike(house, ref, inPlace.id, card))
        .catch((error: unknown) => house.log.write({ event: 'reply.later', code: codeOf(error) }));
    }
    say(ref);
  }

  return {
    async find(name) {
      const refs = cipher.named(name);
      for (const ref of refs.length > 1 ? refs : []) {
        if (await conversations.load(ref, clock.now())) return ref;
      }
      return refs[0];
    },

    async receive(ref, { input, origin }, fingerprint) {
      const incoming: Incoming = { input, origin, entropy: hexOf(house.chance.bytes(32)), shown: null };
      const added = await conversations.append(ref, incoming, fingerprint, clock.now());
      if (!added) throw new Fault('store.broken', 'The store did not take an entry in. Check its disk.');
      await turns.add(ref.id, () => drain(() => attempt(ref)));
      const found = await conversations.load(ref, clock.now());
      if (found && found.handled < added.seq) throw new Fault('turn.conflict', 'The entry is not handled yet.');
      const last = found?.session?.last;
      const inPlace = last?.seq === added.seq ? last.inPlace : null;
      return {
        inPlace,
        hasReceipt: (found?.receipt ?? null) !== null,
        answered: (tookPlace) => answered(ref, inPlace, origin.card, tookPlace),
      };
    },

    receipt: async (ref) => (await conversations.load(ref, clock.now()))?.receipt?.digits ?? null,
    lookUp: (receipt) => lookUp(house, receipt),
    language: async (ref) => (await conversations.load(ref, clock.now()))?.session?.session.language ?? null,
    forget: (ref) => conversations.erase(ref),

    async remind(body) {
      const ref = reminders.read(body);
      const found = await conversations.load(ref, clock.now());
      if (!found?.session?.unsaid.length) return 'done';
      if (speeches.size() < maxReminded && !speeches.isBusy(ref.id)) say(ref);
      return 'later';
    },

    async settle() {
      await turns.settle();
      await speeches.settle();
    },
  };
}
