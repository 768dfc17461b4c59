// Customs' side of a delivery, as the courier sees it.

export interface Delivery {
  reportId: string;
  formVersion: string;
  isUrgent: boolean;
  /** General JWE, JSON. */
  sealed: Uint8Array;
  /** Ciphertexts in the order of the report's list of files. */
  files: { number: number; open: () => Promise<AsyncIterable<Uint8Array>> }[];
}

/**
 * accepted: durable at customs (also when it was there before). unfinished: the time was up, but more of it is there than before;
 * go on at once. later: try again. refused: will never be taken, a person must look.
 */
export type DeliveryOutcome = 'accepted' | 'unfinished' | 'later' | 'refused';

export interface Intake {
  /**
   * Put-if-absent by report id; repeatable at any time. Never throws for a failure of the other side; throws what reading one of
   * the delivery's own files throws. `until` ends it: what customs has not acknowledged by then is unfinished or later.
   */
  deliver(delivery: Delivery, until?: AbortSignal): Promise<DeliveryOutcome>;
}
