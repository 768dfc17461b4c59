// Files that people send, as ciphertext. A blob belongs to a conversation until a commit claims it for a parcel.

export interface Blobs {
  /**
   * Streams ciphertext to disk, durable when it resolves. The record exists before the first byte, so that nothing can be orphaned;
   * it ends at `expiresAt` unless claimed. Throws what the source throws, Fault blob.missing when the blob is removed meanwhile,
   * or Fault store.broken, and then keeps nothing.
   */
  write(
    blob: { id: string; conversation: string; expiresAt: number },
    source: AsyncIterable<Uint8Array>,
  ): Promise<void>;
  /** Throws Fault blob.missing. */
  read(id: string): Promise<AsyncIterable<Uint8Array>>;
  /** Absent is fine. What a parcel has claimed stays: a report keeps its files. */
  remove(ids: string[]): Promise<void>;
}
