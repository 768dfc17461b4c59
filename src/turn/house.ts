// Everything a turn needs from the world, by port. app.ts names what fills each one.
import type { Flows } from '../core/dialogue/flow.js';
import type { Lexicon } from '../core/understanding/lexicon.js';
import type { Blobs } from '../ports/blobs.js';
import type { Mailboxes } from '../ports/mailboxes.js';
import type { FileSealer, MailboxKeys, Sealer } from '../ports/sealer.js';
import type { Chance, Clock, Fanout, Log } from '../ports/world.js';
import type { ConversationStore } from './conversation-store.js';

/** What the bot says of itself and takes, by configuration. */
export interface Circumstances {
  isDemonstration: boolean;
  takesReports: boolean;
  languages: string[];
  /** IANA name; dates and times that people write are local to it. */
  zone: string;
  /** Form id -> SHA-256 of its definition. */
  formHashes: Record<string, string>;
  /** How long an undelivered report is kept, in ms. */
  reportLifetime: number;
  /** How long the receipt can be shown, in ms. */
  receiptWindow: number;
}

/** What a turn of any channel needs; how a channel keeps its conversations is its own matter. */
export interface House {
  circumstances: Circumstances;
  flows: Flows;
  lexicon: Lexicon;
  mailboxes: Mailboxes;
  blobs: Blobs;
  sealer: Sealer;
  fileSealer: FileSealer;
  mailboxKeys: MailboxKeys;
  fanout: Fanout;
  clock: Clock;
  chance: Chance;
  log: Log;
  /** Ms that another process gets to deal with what it took in, before this one does; 0 where there is no other. */
  takeOverAfter: number;
  /** Called after the commit of a report: it is counted, and the courier need not wait for its next round. */
  onReportKept: () => void;
}

/** The house of the web chat, whose log is ours. */
export interface ChatHouse extends House {
  conversations: ConversationStore;
}
