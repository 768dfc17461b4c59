// Where a conversation is, as far as replies need it, and how it is named. An address stands in encrypted state only; the name is
// never stored, only an HMAC of it.
import type { InboundActivity } from './activity-schema.js';
import { z } from 'zod';

const addressSchema = z.object({
  channelId: z.string(),
  serviceUrl: z.string(),
  conversation: z.string(),
  bot: z.string(),
  person: z.string(),
});

export type Address = z.infer<typeof addressSchema>;

export const addressOf = ({ channelId, serviceUrl, conversation, recipient, from }: InboundActivity): Address => ({
  channelId,
  serviceUrl,
  conversation: conversation.id,
  bot: recipient.id,
  person: from.id,
});

/** Null for what is no address (any more): a deploy may have changed its form. */
export const readAddress = (address: Record<string, unknown>): Address | null =>
  addressSchema.safeParse(address).data ?? null;

/** Without the address for replies: it may change while the conversation lives. */
export const nameOf = ({ channelId, conversation, from, channelData }: InboundActivity): string =>
  JSON.stringify([channelId, conversation.tenantId ?? channelData?.tenant?.id ?? '', conversation.id, from.id]);

/**
 * True only for a chat between one person and the bot: everything else is read by others. Teams always names the kind; where it
 * does not, what looks like a group is one.
 */
export function isPersonal({ channelId, conversation }: InboundActivity): boolean {
  if (conversation.isGroup === true) return false;
  if (conversation.conversationType !== undefined) return conversation.conversationType === 'personal';
  return channelId !== 'msteams' || !conversation.id.startsWith('19:');
}
