// What the handlers of activities are given and share. Types only.
import type { MaskReceipts } from '../../core/chat/mask-values.js';
import type { ConversationRef } from '../../ports/cipher.js';
import type { Origin } from '../../core/chat/message.js';
import type { DirectTurns } from '../../turn/direct-turns.js';
import type { InboundActivity } from './activity-schema.js';
import type { Draw, Text } from './create-mouth.js';

export interface Office {
  turns: DirectTurns;
  draw: Draw;
  text: Text;
  languages: string[];
  maskReceipts: MaskReceipts;
}

/** One activity of a personal chat that has been authenticated. */
export interface Visit {
  activity: InboundActivity;
  ref: ConversationRef;
  origin: Origin;
}

/** What goes back over HTTP. `sent` is called when it is out. */
export interface Answer {
  status: number;
  body?: Record<string, unknown>;
  sent?: () => void;
}
