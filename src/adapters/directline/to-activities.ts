// From the log to what a Direct Line client shows. Replies are drawn here, at delivery, so that a receipt never stands in
// the log; entries that nobody shall see (the start) give nothing.
import type { DrawContext, Drawn, Outgoing, Reply } from '../../core/chat/message.js';
import type { Entry, Transcript } from '../../turn/chat.js';
import { toLocale } from '../../core/chat/to-language.js';

export type Activity = Record<string, unknown> & { id: string; timestamp: string };
export type Draw = (reply: Reply, context: DrawContext) => Drawn;

export const bot = { id: 'bot', role: 'bot' };
const cardType = 'application/vnd.microsoft.card.adaptive';

/** `<conversation>|<seq in seven digits>`, with `.n` for the n-th reply to it. Ids sort as they were given. */
export function activityId(conversation: string, id: string): string {
  const [seq = '', ...rest] = id.split('.');
  return `${conversation}|${[seq.padStart(7, '0'), ...rest].join('.')}`;
}

const stamp = (at: number) => new Date(at).toISOString();

/** The text twin of a card goes where screen readers and clients without cards find it, and not into a second bubble. */
function contentOf({ text, card, buttons }: Drawn): Record<string, unknown> {
  const suggested = buttons.map(({ title, action }) => ({ type: 'postBack', title, value: { action } }));
  return {
    ...(suggested.length > 0 ? { suggestedActions: { actions: suggested } } : {}),
    ...(card === null
      ? { text, textFormat: 'plain' }
      : {
          attachments: [{ contentType: cardType, content: { ...card, fallbackText: text } }],
          channelData: { 'webchat:fallback-text': text, text },
        }),
  };
}

function drawOutgoing(conversation: string, outgoing: Outgoing, at: number, drawn: Drawn): Activity {
  const { id, language, reply, replaces, replyTo } = outgoing;
  const isQuestion = reply.kind === 'ask' || reply.kind === 'review';
  return {
    type: 'message',
    id: activityId(conversation, replaces?.id ?? id),
    timestamp: stamp(replaces?.at ?? at),
    from: bot,
    conversation: { id: conversation },
    channelId: 'webchat',
    locale: toLocale(language),
    inputHint: isQuestion ? 'expectingInput' : 'acceptingInput',
    // Web Chat holds a reply back until what it answers is shown. What takes an old place answers something further down.
    ...(replaces ? {} : { replyToId: activityId(conversation, replyTo) }),
    ...contentOf(drawn),
  };
}

/** The echo by which the client knows that its message has arrived. */
export function toEcho(
  conversation: string,
  user: string,
  entry: { id: string; at: number },
  shown: Record<string, unknown>,
): Activity {
  return {
    ...shown,
    id: activityId(conversation, entry.id),
    timestamp: stamp(entry.at),
    from: { id: user, name: '', role: 'user' },
    conversation: { id: conversation },
    channelId: 'webchat',
  };
}

function toActivity(conversation: string, user: string, entry: Entry, receipt: string | null, draw: Draw) {
  if (entry.direction === 'in') {
    const { shown } = entry.incoming;
    return shown ? toEcho(conversation, user, entry, shown) : null;
  }
  const { outgoing } = entry;
  const drawn = draw(outgoing.reply, { language: outgoing.language, channel: 'web', receipt });
  return drawOutgoing(conversation, outgoing, entry.at, drawn);
}

/** In order; of what was said and then replaced, only the newest, at the place of the first. */
export function toActivities(
  { conversation, user }: { conversation: string; user: string },
  transcript: Transcript,
  draw: Draw,
): Activity[] {
  const newest = new Map<string, Entry>();
  for (const entry of transcript.entries) {
    const id = entry.direction === 'out' ? (entry.outgoing.replaces?.id ?? entry.id) : entry.id;
    // A Map keeps the place of a key that is set again.
    newest.set(id, entry);
  }
  return [...newest.values()].flatMap((entry) => toActivity(conversation, user, entry, transcript.receipt, draw) ?? []);
}
