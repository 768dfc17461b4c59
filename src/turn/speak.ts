// Gives the replies of a turn their ids, times and places: at most one card is live, a card that was answered or left
// behind is replaced by its read-only form, and a question that was overtaken within the turn is never shown.
import type { Outgoing, Reply } from '../core/chat/message.js';
import type { Answered } from '../core/dialogue/reply.js';
import type { Session } from './session.js';

interface Placed {
  reply: Reply;
  replaces: { id: string; at: number } | null;
}

type Card = NonNullable<Session['card']>;

const isCard = (reply: Reply) => reply.kind === 'ask' || reply.kind === 'review';

const left: Answered = { kind: 'answered', form: '', step: null, outcome: 'left', answers: {} };

/** Drops the questions that a later one of the same turn overtakes, and the read-only form of what nobody saw. */
function place(replies: Reply[], card: Card | null): Placed[] {
  const last = replies.findLastIndex(isCard);
  let live = card;
  let isOvertaken = false;
  const placed: Placed[] = [];
  for (const [index, reply] of replies.entries()) {
    if (reply.kind === 'answered') {
      if (isOvertaken) {
        isOvertaken = false;
        continue;
      }
      if (live) placed.push({ reply, replaces: live });
      live = null;
    } else if (!isCard(reply)) {
      placed.push({ reply, replaces: null });
    } else if (index === last) {
      if (live) placed.push({ reply: left, replaces: live });
      live = null;
      placed.push({ reply, replaces: null });
    } else {
      isOvertaken = true;
    }
  }
  return placed;
}

/**
 * `entry`: the inbound entry that is answered. Replies are `<id>.1`, `<id>.2`, … at its time plus 1, 2, … ms: inbound
 * entries are at least 100 ms apart, so that the order a person sees is the order of what was said.
 */
export function speak(
  session: Session,
  replies: Reply[],
  entry: { id: string; at: number },
): { session: Session; replies: { at: number; outgoing: Outgoing }[] } {
  const placed = place(replies, session.card);
  const spoken = placed.map(({ reply, replaces }, index) => {
    const id = `${entry.id}.${index + 1}`;
    const outgoing: Outgoing = { id, language: session.language, reply, replaces, replyTo: entry.id };
    return { at: replaces?.at ?? entry.at + index + 1, outgoing };
  });
  const find = (test: (reply: Reply) => boolean) => {
    const found = spoken.findLast(({ outgoing }) => test(outgoing.reply));
    return found ? { id: found.outgoing.id, at: found.at } : null;
  };
  const shown = find(isCard);
  const isFrozen = placed.some(({ replaces }) => replaces !== null && replaces.id === session.card?.id);
  const receiptCard = find((reply) => reply.kind === 'receipt') ?? session.receiptCard;
  return { session: { ...session, card: shown ?? (isFrozen ? null : session.card), receiptCard }, replies: spoken };
}
