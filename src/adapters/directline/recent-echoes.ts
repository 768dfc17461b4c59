// Remembers for some seconds what was just echoed, for clients that poll: a confirmed report cuts the log, and the echo of the
// confirmation may be gone before the next poll. Without its echo a message looks unsent. Memory only, masked text only.
import type { Activity } from './to-activities.js';

/** Ms; several polls of a client that polls every second on a slow line. */
const age = 15_000;

export interface RecentEchoes {
  remember(conversation: string, seq: number, echo: Activity, now: number): void;
  /** Echoes after `after` that are not among `known`. */
  missing(conversation: string, after: number, known: Activity[], now: number): Activity[];
  forget(conversation: string): void;
}

export function createRecentEchoes(): RecentEchoes {
  const byConversation = new Map<string, { seq: number; echo: Activity; until: number }[]>();

  /** Conversations are kept in the order of their last echo, so that the old ones are at the front. */
  function sweep(now: number): void {
    for (const [conversation, echoes] of byConversation) {
      if ((echoes.at(-1)?.until ?? 0) > now) return;
      byConversation.delete(conversation);
    }
  }

  return {
    remember(conversation, seq, echo, now) {
      sweep(now);
      const echoes = (byConversation.get(conversation) ?? []).filter(({ until }) => until > now);
      byConversation.delete(conversation);
      byConversation.set(conversation, [...echoes, { seq, echo, until: now + age }]);
      // Also when nobody says anything any more.
      setTimeout(() => sweep(now + age), age).unref();
    },

    missing(conversation, after, known, now) {
      const ids = new Set(known.map(({ id }) => id));
      return (byConversation.get(conversation) ?? [])
        .filter(({ seq, echo, until }) => until > now && seq > after && !ids.has(echo.id))
        .map(({ echo }) => echo);
    },

    forget: (conversation) => void byConversation.delete(conversation),
  };
}
