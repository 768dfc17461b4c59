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

/** accepted: durable at customs (also when it was there before). later: try again. refused: will never be taken, a person must look. */
export type DeliveryOutcome = 'accepted' | 'later' | 'refused';

export interface Intake {
  /** Put-if-absent by report id. Never throws for a failure of the other side. */
  deliver(delivery: Delivery): Promise<DeliveryOutcome>;
}
