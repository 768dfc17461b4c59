// From an activity of a Direct Line client to what the person did, and to what is shown to them of it. Keeps a closed list of
// fields and drops the rest: an activity also carries the time zone, the device and whatever a client likes to add.
import { z } from 'zod';
import { actions, type Input } from '../../core/chat/message.js';
import { maskValues, type MaskReceipts } from '../../core/chat/mask-values.js';

/** Longer text is cut here; from 10,000 on the bot says that it is too long. */
const maxText = 20_000;

const optional = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined);

export const activitySchema = z.object({
  type: z.string(),
  text: optional(z.string()),
  textFormat: optional(z.enum(['plain', 'markdown'])),
  locale: optional(z.string().max(35)),
  value: optional(z.unknown()),
  attachments: optional(z.array(z.object({ name: optional(z.string()), contentType: optional(z.string()) }))),
  channelData: optional(
    z.object({
      clientActivityID: optional(z.string().min(1).max(100)),
      postBack: optional(z.literal(true)),
      attachmentSizes: optional(z.array(z.number()).max(20)),
    }),
  ),
});

export type InboundActivity = z.infer<typeof activitySchema>;

const submitSchema = z.looseObject({
  action: z.enum(actions),
  step: z.string().max(100).nullish().catch(null),
  rev: z.number().int().nullish().catch(null),
});

export interface Received {
  input: Input;
  shown: Record<string, unknown>;
}

const shownBase = ({ locale, channelData }: InboundActivity): Record<string, unknown> => ({
  type: 'message',
  ...(locale === undefined ? {} : { locale }),
  ...(channelData === undefined ? {} : { channelData }),
});

/** `value` of a card or button. The name of the form in it is not believed: the conversation knows which one is open. */
function readSubmit(activity: InboundActivity, mask: MaskReceipts): Received | null {
  const submit = submitSchema.safeParse(activity.value);
  if (!submit.success) return null;
  const { action, step = null, rev = null, ...inputs } = submit.data;
  const fields = Object.entries(inputs).filter(([key]) => key !== 'form' && key !== 'msteams');
  const { value: values, receipt } = maskValues(Object.fromEntries(fields), mask);
  return {
    input: { kind: 'action', action, step, rev, values, receipt },
    shown: { ...shownBase(activity), value: { action, step, rev, ...values } },
  };
}

/** Text as it may be stored, with the receipt that stood in it. */
export function readText(activity: InboundActivity, mask: MaskReceipts): { masked: string; receipt: string | null } {
  return mask((activity.text ?? '').slice(0, maxText));
}

/** Null for what needs no turn: typing, events, and everything else that is no message. */
export function toInput(activity: InboundActivity, mask: MaskReceipts): Received | null {
  if (activity.type !== 'message') return null;
  const submit = readSubmit(activity, mask);
  if (submit) return submit;
  const { masked: text, receipt } = readText(activity, mask);
  const base = shownBase(activity);
  if (text.trim() === '') return { input: { kind: 'unknown' }, shown: base };
  return {
    input: { kind: 'text', text, receipt },
    // Plain, whatever the client said: what a person typed is never read as markup.
    shown: { ...base, text, textFormat: 'plain' },
  };
}
