// What is kept (encrypted) of a conversation whose channel keeps the chat itself: the session, where its replies go, and those
// that nobody has confirmed yet. Nothing that a person typed stands in it but the answers of an open form.
import type { Outgoing } from '../core/chat/message.js';
import type { Session } from './session.js';

/** A reply that was committed and not confirmed. `place`: the channel's id of the message that it takes the place of. */
export interface Unsaid {
  outgoing: Outgoing;
  place: string | null;
}

export interface DirectState {
  session: Session;
  /** As the channel's adapter wrote it (`Origin`), from the newest entry. */
  address: Record<string, unknown>;
  /** In order. */
  unsaid: Unsaid[];
  /** Which process is saying them, and until when (ms) the others keep still. */
  speaker: { by: string; until: number } | null;
  /** The channel's id of each message that may still be replaced, by the id of the reply. */
  places: Record<string, string>;
  /** What took the place of the card that the last entry came from: a repeat of that entry is answered with it again. */
  last: { seq: number; inPlace: Outgoing | null };
}
