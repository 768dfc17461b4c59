// What a channel with a log of its own (the web chat) asks of the house: the log is the inbox, turns run behind it.
import type { Incoming, Input, Outgoing } from '../core/chat/message.js';
import type { FileValue } from '../core/dialogue/flow.js';
import type { ConversationRef } from '../ports/cipher.js';

/** One entry of the log as a channel may show it. `id` of inbound entries is their `seq` as text. */
export type Entry =
  | { seq: number; id: string; at: number; direction: 'in'; incoming: Incoming }
  | { seq: number; id: string; at: number; direction: 'out'; outgoing: Outgoing };

export interface Transcript {
  entries: Entry[];
  /** `seq` up to which this transcript reaches; pass it as `after` to go on. */
  watermark: number;
  /** The receipt, only while it is to be shown. */
  receipt: string | null;
}

export interface Chat {
  /**
   * Puts an inbound entry on the log (durable when this resolves), tells the sockets, and runs the turn in the background.
   * `fingerprint`: what names the message at the client; a repeat with the same one gets the first entry's id and has no effect.
   * A `start` creates the conversation; everything else answers null when the conversation is gone.
   */
  receive(
    ref: ConversationRef,
    message: { input: Input; shown: Record<string, unknown> | null },
    fingerprint: string | null,
  ): Promise<{ id: string; seq: number; at: number } | null>;

  /** Handles what is unhandled (after a crash, say), in the background. False when the conversation is gone. */
  resume(ref: ConversationRef): Promise<boolean>;

  /** Everything after `after`. Null when the conversation is gone. */
  read(ref: ConversationRef, after: number): Promise<Transcript | null>;

  /** Encrypts a file on arrival and keeps it with the conversation. Throws Fault blob.tooLarge after `maxBytes`. */
  keepFile(
    ref: ConversationRef,
    file: { name: string; type: string; content: AsyncIterable<Uint8Array>; maxBytes: number },
  ): Promise<FileValue>;

  /** Resolves when no turn is running any more. */
  settle(): Promise<void>;
}
