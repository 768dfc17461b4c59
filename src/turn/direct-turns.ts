// What a channel that keeps the chat itself (Teams) asks of the house: one activity, one turn, and replies that are said until
// the channel confirms them. Types only.
import type { Input, Origin, Outgoing, Reply } from '../core/chat/message.js';
import type { ConversationRef } from '../ports/cipher.js';

/**
 * What became of a reply. `said` with the channel's id of the message, where it gave one. `later`: try again. `gone`: what it
 * was for is no longer there (the message, or with a new message the conversation). `refused`: the channel will never take it.
 */
export type Spoken = { kind: 'said'; place: string | null } | { kind: 'later' | 'gone' | 'refused' };

/** The channel's side of speaking. Never throws; answers within `speakTime`. */
export interface Mouth {
  /** `place`: the message that this one takes the place of. `hasReceipt`: a receipt can be shown, in a dialog. */
  say(
    address: Record<string, unknown>,
    message: { outgoing: Outgoing; place: string | null; hasReceipt: boolean },
  ): Promise<Spoken>;
  /** Tells the person that something slow has begun; whether it arrives does not matter. */
  showTyping(address: Record<string, unknown>): void;
}

/** Ms that one `say` may take, with whatever it tries. */
export const speakTime = 6_000;

export interface Handled {
  /** What takes the place of the card that was used; a channel that answers in place gives it back in its answer. */
  inPlace: Outgoing | null;
  hasReceipt: boolean;
  /** To be called when the channel's answer is out: says what is left. `tookPlace`: the answer held `inPlace`. */
  answered(tookPlace: boolean): void;
}

export interface DirectTurns {
  /** The conversation that the channel names so: as it lives, or as it would begin. */
  find(name: string): Promise<ConversationRef>;
  /**
   * Resolves when the turn is committed; nothing is said before `answered` is called. A repeat (same `fingerprint`) has no
   * effect and comes to the same result. Throws a Fault when the turn could not be kept: the channel must send it again.
   */
  receive(
    ref: ConversationRef,
    message: { input: Input; origin: Origin },
    fingerprint: string | null,
  ): Promise<Handled>;
  /** The receipt, while it may be seen; for a dialog only. */
  receipt(ref: ConversationRef): Promise<string | null>;
  /** What has become of the report behind a receipt. Keeps nothing. */
  lookUp(receipt: string): Promise<Reply>;
  /** The language that the conversation is held in, or null when there is none. */
  language(ref: ConversationRef): Promise<string | null>;
  /** The person has taken the bot away: everything that was not sent is deleted. */
  forget(ref: ConversationRef): Promise<void>;
  /** Says what a conversation still has to say; `done` when that is nothing. For the courier. */
  remind(body: Uint8Array): Promise<'done' | 'later'>;
  /** Resolves when nothing is being handled or said. */
  settle(): Promise<void>;
}
