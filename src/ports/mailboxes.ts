// What stands behind a receipt. Found only by an id that is derived from the receipt; holds nothing that leads to a person.

export interface Mailbox {
  publicKey: string;
  /** kept: the bot holds the sealed report and forwards it. taken: customs' system has acknowledged it. */
  status: 'kept' | 'taken';
}

export interface Mailboxes {
  /** The first one stays; a repeat changes nothing. `expiresAt` in ms. */
  putIfAbsent(lookup: string, mailbox: { publicKey: string; expiresAt: number }): Promise<void>;
  /** Marks as taken; creates nothing. */
  markTaken(lookup: string): Promise<void>;
  find(lookup: string, now: number): Promise<Mailbox | null>;
}
