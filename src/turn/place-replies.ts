// Decides for the replies of a turn which of them take the place of a message that the channel shows, and which are new. Pure.
// A message that nobody has seen is never replaced: it is not said at all.
import type { Outgoing } from '../core/chat/message.js';
import type { DirectState, Unsaid } from './direct-state.js';
import type { Session } from './session.js';

const isQuestion = ({ reply }: Outgoing) => reply.kind === 'ask' || reply.kind === 'review';

/** Where the answer to a card is the next question and nothing else, the question takes the card's place. */
function putInPlace(own: Unsaid[], card: string | null): Unsaid[] {
  const frozen = own.find(
    ({ place, outgoing }) => card !== null && place === card && outgoing.reply.kind === 'answered',
  );
  const [question, ...more] = own.filter((item) => item !== frozen);
  if (!frozen || !question || more.length > 0 || !isQuestion(question.outgoing)) return own;
  return [{ outgoing: question.outgoing, place: card }];
}

/** Forgets the places of what can no longer be replaced. */
export function livePlaces(places: DirectState['places'], { card, receiptCard }: Session): DirectState['places'] {
  const live = [card?.id, receiptCard?.id];
  return Object.fromEntries(Object.entries(places).filter(([id]) => live.includes(id)));
}

/** `replies` as `speak` gave them, `session` as it is after them, `card`: the message whose card was used. */
export function placeReplies(
  before: Pick<DirectState, 'unsaid' | 'places'>,
  session: Session,
  replies: Outgoing[],
  card: string | null,
): Pick<DirectState, 'unsaid' | 'places'> & { inPlace: Outgoing | null } {
  const overtaken = new Set<string>();
  const placed = replies.flatMap((outgoing): Unsaid[] => {
    if (!outgoing.replaces) return [{ outgoing, place: null }];
    const place = before.places[outgoing.replaces.id];
    if (place !== undefined) return [{ outgoing, place }];
    overtaken.add(outgoing.replaces.id);
    return [];
  });
  const own = putInPlace(placed, card);
  const kept = own.flatMap(({ outgoing, place }) => (place === null ? [] : [[outgoing.id, place] as const]));
  return {
    unsaid: [...before.unsaid.filter(({ outgoing }) => !overtaken.has(outgoing.id)), ...own],
    places: livePlaces({ ...before.places, ...Object.fromEntries(kept) }, session),
    inPlace: own.findLast(({ place }) => card !== null && place === card)?.outgoing ?? null,
  };
}
