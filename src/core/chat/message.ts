// What goes in and out of a turn, whatever the channel: the neutral forms that stand (encrypted) in a conversation's log.
import type { FileValue, Answers } from '../dialogue/flow.js';
import type { DialogueReply } from '../dialogue/reply.js';

/** A language that has wording: the name of a folder of content/wording. */
export type Language = string;

/**
 * The closed list of `data.action` on cards and buttons. Words do the same (content/wording, `commands`).
 * Stable: README documents it, checks from outside rely on it.
 */
export const actions = [
  'menu.show',
  'report.start',
  'question.start',
  'comeback.start',
  'language.en',
  'language.sv',
  'step.next',
  'step.skip',
  'step.back',
  'form.review',
  'form.cancel',
  'form.help',
  'review.edit',
  'review.confirm',
  'receipt.saved',
  'receipt.show',
  'data.erase',
] as const;
export type Action = (typeof actions)[number];

/** What the person did. `secret` is never stored: it is there in the process that received it and null after a crash. */
export type Input =
  | { kind: 'start'; language: Language }
  | { kind: 'text'; text: string; receipt: string | null }
  | {
      kind: 'action';
      action: Action;
      step: string | null;
      rev: number | null;
      values: Record<string, unknown>;
      receipt: string | null;
    }
  | { kind: 'files'; files: FileValue[]; refused: { name: string; code: 'tooLarge' | 'tooMany' }[]; text: string }
  /** A receipt was typed where others may read it: neither it nor the words around it are used. */
  | { kind: 'exposedReceipt' }
  /** Something the channel brought that the bot cannot use. */
  | { kind: 'unknown' };

/** Where an entry of a channel without a log of ours came from, and so where its replies go. Stands encrypted only. */
export interface Origin {
  /** What the person's client speaks; decides for a conversation that is new. */
  language: Language;
  /** The channel's own address of the conversation, as the channel's adapter wrote it. */
  address: Record<string, unknown>;
  /** The channel's id of the message whose card was used; null where the person typed. */
  card: string | null;
}

/** An inbound entry of the log. `shown` is what the channel echoes to the person (masked), as the channel's own JSON. */
export interface Incoming {
  input: Input;
  /** 32 random bytes, hex: drawn when the entry is made, so that every replay of the turn sees the same. */
  entropy: string;
  shown: Record<string, unknown> | null;
  /** Null on a channel whose log is ours. */
  origin: Origin | null;
}

/** What only the bot as a whole says; the dialogue's own replies are in core/dialogue/reply. */
export type BotReply =
  | { kind: 'welcome'; isDemonstration: boolean; takesReports: boolean; isAgain: boolean }
  | { kind: 'receipt'; isDemonstration: boolean; isUrgent: boolean }
  | { kind: 'status'; status: 'kept' | 'taken' | 'unknown' }
  | { kind: 'danger' };

export type Reply = DialogueReply | BotReply;

/** An outbound entry of the log. Drawn when it is delivered, so that the receipt need never be stored in it. */
export interface Outgoing {
  /** `<seq of the inbound entry>.<n>`, n from 1. */
  id: string;
  language: Language;
  reply: Reply;
  /** The entry whose place this one takes, with the time that the person sees on it. */
  replaces: { id: string; at: number } | null;
  /** Id of the inbound entry this answers. */
  replyTo: string;
}

/** `teams`: a chat that others may read and keep. `dialog`: a window over it that only the person sees and nobody keeps. */
export type Channel = 'web' | 'teams' | 'dialog';

/** What draws a Reply: everything that a drawing may depend on besides the templates and wording. */
export interface DrawContext {
  language: Language;
  channel: Channel;
  /** The receipt, only while the vault holds it; null draws "it is no longer shown". Never drawn on `teams`. */
  receipt: string | null;
}

/** A message ready for a channel: `card` is an Adaptive Card 1.5 or null, `text` says the same in words. */
export interface Drawn {
  text: string;
  card: Record<string, unknown> | null;
  /** Quick replies below the message; `action` goes back as data.action. */
  buttons: { title: string; action: Action }[];
}

export type { Answers };
