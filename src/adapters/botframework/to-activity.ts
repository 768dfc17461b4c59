// From a drawn reply to an activity for Teams. What a lock screen or a notification shows of it is neutral.
import type { Drawn } from '../../core/chat/message.js';
import type { Address } from './address.js';

export const cardType = 'application/vnd.microsoft.card.adaptive';

/** A card stands alone: with it Teams would show the text as a message of its own. */
export function toActivity(
  { channelId, serviceUrl, conversation, bot, person }: Address,
  { card, text }: Drawn,
  say: { summary: string; locale: string },
): Record<string, unknown> {
  return {
    type: 'message',
    channelId,
    serviceUrl,
    from: { id: bot },
    recipient: { id: person },
    conversation: { id: conversation },
    locale: say.locale,
    ...(card === null
      ? { text, textFormat: 'plain' }
      : { attachments: [{ contentType: cardType, content: card }], summary: say.summary }),
  };
}
