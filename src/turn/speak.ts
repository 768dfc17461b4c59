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

/** Drops the questions that a later reply of the same turn overtakes or answers: nobody has seen them. */
function place(replies: Reply[], { card, receiptCard }: Session): Placed[] {
  let placed: Placed[] = [];
  let fresh: Placed | null = null;
  let live = card;
  const drop = (item: Placed | null) => {
    placed = placed.filter((other) => other !== item);
  };
  for (const reply of replies) {
    if (reply.kind === 'answered') {
      if (fresh) drop(fresh);
      else if (live) placed.push({ reply, replaces: live });
      if (!fresh) live = null;
      fresh = null;
    } else if (isCard(reply)) {
      drop(fresh);
      fresh = { reply, replaces: null };
      placed.push(fresh);
    } else {
      placed.push({ reply, replaces: reply.kind === 'receipt' ? receiptCard : null });
    }
  }
  if (fresh && live) placed.splice(placed.indexOf(fresh), 0, { reply: leftBehind(live), replaces: live });
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
  const placed = place(replies, session);
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
    if (reply.kind === 'receipt') receiptCard = outgoing.replaces ? null : { id, at };
  }
  return { session: { ...session, card, receiptCard }, replies: spoken };
}
