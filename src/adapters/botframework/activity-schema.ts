// What is read of an activity: a closed list of fields, everything else is dropped unread (names, time zone, device). An activity
// that lacks what every one must have is refused.
import { z } from 'zod';

const optional = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined);
const id = z.string().min(1).max(1000);
const account = z.object({ id });

export const activitySchema = z.object({
  type: z.string().min(1).max(100),
  id: optional(id),
  name: optional(z.string().max(200)),
  action: optional(z.string().max(100)),
  channelId: z.string(),
  serviceUrl: z.string(),
  from: account,
  recipient: account,
  conversation: z.object({
    id,
    conversationType: optional(z.string()),
    isGroup: optional(z.boolean()),
    tenantId: optional(z.string()),
  }),
  channelData: optional(z.object({ tenant: optional(z.object({ id: z.string() })) })),
  text: optional(z.string()),
  locale: optional(z.string().max(35)),
  replyToId: optional(id),
  value: optional(z.unknown()),
  attachments: optional(z.array(z.object({ contentType: optional(z.string()) }))),
  membersAdded: optional(z.array(account)),
});

export type InboundActivity = z.infer<typeof activitySchema>;
