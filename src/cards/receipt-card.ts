// Draws the receipt while it may be seen, and that it is gone afterwards. It says no more of the report than is true: kept, and being
// forwarded.
import type { BotReply, Drawn } from '../core/chat/message.js';
import type { TemplateSet } from './create-template-set.js';
import { paragraphs } from './text-twin.js';
import type { Voice } from './create-voice.js';

/** 4-4-4-4-1. */
export const groupDigits = (receipt: string): string => receipt.replace(/(\d{4})(?=\d)/g, '$1 ');

export function drawReceipt(
  voice: Voice,
  templates: TemplateSet,
  { isUrgent }: BotReply & { kind: 'receipt' },
  receipt: string | null,
  isDemonstration: boolean,
): Drawn {
  const notice = isDemonstration ? [voice.say('demonstration.notice')] : [];
  const urgent = isUrgent ? [voice.say('urgent.call')] : [];
  if (receipt === null) {
    return { text: paragraphs(notice, voice.say('receipt.gone'), urgent), card: null, buttons: [] };
  }
  const title = voice.say('receipt.title');
  const alerts = [...notice, ...urgent];
  const digits = groupDigits(receipt);
  const kept = voice.say(isDemonstration ? 'receipt.keptDemonstration' : 'receipt.kept');
  const use = voice.say(isDemonstration ? 'receipt.useDemonstration' : 'receipt.use');
  const body = [voice.say('receipt.save'), use, kept];
  const card = templates.bind('receipt', {
    fallback: voice.say('card.fallback'),
    title,
    alerts: alerts.map((text) => ({ text })),
    digits,
    paragraphs: body.map((text) => ({ text })),
    buttons: [{ action: 'receipt.saved', title: voice.say('action.receipt.saved') }],
  });
  const how = voice.say('how.words', { words: voice.words.commands.saved[0] ?? '' });
  return { text: paragraphs(title, alerts, digits, body, how), card, buttons: [] };
}
