// Symmetric secrecy for what the bot keeps for a while. Asymmetric sealing for customs is in sealer.ts.

/** `secret`: 128 random bits that live only with the visitor (web); null on channels that carry no secret of ours. */
export interface ConversationRef {
  id: string;
  secret: Uint8Array | null;
}

export interface Cipher {
  /** A new web conversation with a fresh secret; the id names the key generation that it was born under. */
  create(): ConversationRef & { secret: Uint8Array };
  /**
   * A conversation that a channel names by ids of its own: a ref for each key generation, the present one first. Its id is
   * an HMAC of `name`, so that the channel's ids stand nowhere.
   */
  named(name: string): [ConversationRef, ...ConversationRef[]];
  /** The name under which it is stored: an HMAC, never the id itself. Throws Fault cipher.unknownKey. */
  storageId(conversation: string): string;
  /** A short name for `text` within this conversation that says nothing about it. */
  fingerprint(ref: ConversationRef, text: string): string;
  /** AES-256-GCM, bound to conversation and purpose. */
  seal(ref: ConversationRef, purpose: string, plain: Uint8Array): Uint8Array;
  /** Throws Fault cipher.unknownKey or cipher.broken. */
  open(ref: ConversationRef, purpose: string, sealed: Uint8Array): Uint8Array;
}

/** Keys for tokens and the like, derived from STATE_KEYS by fixed labels. */
export interface DerivedKeys {
  /** The generation that encrypts and signs now. */
  readonly current: string;
  /** 32 bytes; null for a generation that is no longer configured. */
  derive(label: string, kid: string): Uint8Array | null;
}
