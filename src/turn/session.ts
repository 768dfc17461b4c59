// The state of one conversation, as it is committed (encrypted).
import type { State } from '../core/dialogue/state.js';
import type { Language } from '../core/chat/message.js';

export interface Session {
  v: 1;
  language: Language;
  dialogue: State;
  /** The card that is live on the person's screen: it is frozen when the dialogue moves on. */
  card: { id: string; at: number; form: string; step: string | null } | null;
  /** The message that shows the receipt, while it does. */
  receiptCard: { id: string; at: number } | null;
}
