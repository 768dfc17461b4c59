// Gives the replies of a turn their ids, times and places: at most one card is live, a card that was answered or left
// behind is replaced by its read-only form, and a question that was overtaken within the turn is never shown.
import type { Outgoing, Reply } from '../core/chat/message.js';
import type { Answered, Ask, Review } from '../core/dialogue/reply.js';
import type { Session } from './session.js';

interface Placed {
  reply: Reply;
  replaces: Card | { id: string; at: number } | null;
}

type Card = NonNullable<Session['card']>;

const isCard = (reply: Reply): reply is Ask | Review => reply.kind === 'ask' || reply.kind === 'review';

const leftBehind = ({ form, step }: Card): Answered => ({ kind: 'answered', form, step, outcome: 'left', answers: {} });

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
      if (live) placed.push({ reply: leftBehind(live), replaces: live });
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
    const place = replaces && { id: replaces.id, at: replaces.at };
    const outgoing: Outgoing = { id, language: session.language, reply, replaces: place, replyTo: entry.id };
    return { at: replaces?.at ?? entry.at + index + 1, outgoing };
  });
  const isFrozen = placed.some(({ replaces }) => replaces !== null && replaces.id === session.card?.id);
  let { card, receiptCard } = { card: isFrozen ? null : session.card, receiptCard: session.receiptCard };
  for (const { at, outgoing } of spoken) {
    const { id, reply } = outgoing;
    if (isCard(reply)) card = { id, at, form: reply.form, step: reply.kind === 'ask' ? reply.step : null };
    if (reply.kind === 'receipt') receiptCard = { id, at };
  }
  return { session: { ...session, card, receiptCard }, replies: spoken };
}
