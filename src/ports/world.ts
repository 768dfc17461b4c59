// Clock, chance, log, metrics and the wire between processes.

export interface Clock {
  /** Ms since 1970 UTC. */
  now(): number;
}

export interface Chance {
  bytes(length: number): Uint8Array;
}

/** Everything that may be logged. Closed and without free text, so that an answer cannot travel into a log. Events about reports carry no conversation. */
export type LogEvent =
  | { event: 'started'; store: 'embedded' | 'redis'; isDemonstration: boolean; takesReports: boolean; port: number }
  | { event: 'stopping' | 'stopped' }
  | { event: 'turn.failed'; code: string }
  | { event: 'turn.retried'; attempts: number }
  | { event: 'request.failed'; route: string; code: string }
  | { event: 'report.kept' | 'report.delivered' | 'report.refused' | 'report.expired'; hour: string }
  | { event: 'delivery.later'; hour: string; attempts: number }
  | { event: 'courier.failed' | 'sweep.failed' | 'store.failed'; code: string }
  | { event: 'reply.later' | 'reply.dropped'; code: string }
  | { event: 'jwks.unpinned'; keys: number }
  | { event: 'jwks.failed'; code: string };

export interface Log {
  write(event: LogEvent): void;
}

/** Tells every socket of a conversation, in whatever process, that there is something new. Carries no content. */
export interface Fanout {
  publish(conversation: string, signal: 'entries' | 'typing' | 'ended'): void;
  /** Returns the function that ends the subscription. */
  subscribe(conversation: string, listener: (signal: 'entries' | 'typing' | 'ended') => void): () => void;
}
