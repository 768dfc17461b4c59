// From what a person did in Teams to what the house understands of it. A receipt that stands in a chat message is never handed
// on; the name of a form, mentions and everything that Teams adds are dropped.
import { z } from 'zod';
import { maskValues, type MaskReceipts } from '../../core/chat/mask-values.js';
import { actions, type Input } from '../../core/chat/message.js';
import type { InboundActivity } from './activity-schema.js';

/** Longer text is cut here; from 10,000 on the bot says that it is too long. */
const maxText = 20_000;

const submitSchema = z.looseObject({
  action: z.enum(actions),
  step: z.string().max(100).nullish().catch(null),
  rev: z.number().int().nullish().catch(null),
});

const executeSchema = z.object({
  action: z.object({ verb: z.string().optional(), data: z.record(z.string(), z.unknown()).optional() }),
});

/** The data of a card's button with the inputs; null when it is none of ours. A receipt in an input is masked and not used. */
export function readSubmit(value: unknown, mask: MaskReceipts): (Input & { kind: 'action' }) | null {
  const submit = submitSchema.safeParse(value);
  if (!submit.success) return null;
  const { action, step = null, rev = null, ...inputs } = submit.data;
  const fields = Object.entries(inputs).filter(([key]) => key !== 'form' && key !== 'msteams');
  const { value: values } = maskValues(Object.fromEntries(fields), mask);
  return { kind: 'action', action, step, rev, values, receipt: null };
}

/** What an `adaptiveCard/action` carries, as a submit would; null when it is not one. */
export function readExecute(value: unknown): Record<string, unknown> | null {
  const execute = executeSchema.safeParse(value);
  if (!execute.success) return null;
  const { verb, data } = execute.data.action;
  return { ...(verb === undefined ? {} : { action: verb }), ...data };
}

/** A message. Teams adds a `text/html` copy of the text as an attachment, which is ignored. */
export function toInput(activity: InboundActivity, mask: MaskReceipts): Input {
  const submit = readSubmit(activity.value, mask);
  if (submit) return submit;
  const words = (activity.text ?? '')
    .slice(0, maxText)
    .replace(/<at>[^<]*<\/at>/g, '')
    .replaceAll('\u00a0', ' ');
  const { masked: text, receipt } = mask(words);
  if (receipt !== null) return { kind: 'exposedReceipt' };
  return text.trim() === '' ? { kind: 'unknown' } : { kind: 'text', text: text.trim(), receipt: null };
}
