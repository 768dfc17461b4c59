// Draws that a report is kept, for a chat that others may read: the receipt itself never stands there, it is shown in a dialog.
import type { BotReply, Drawn } from '../core/chat/message.js';
import type { TemplateSet } from './create-template-set.js';
import type { Voice } from './create-voice.js';
import { drawNotice } from './notice-card.js';

/** `hasReceipt`: it can still be shown. There is no way to hand the receipt itself in here. */
export function drawKept(
  voice: Voice,
  templates: TemplateSet,
  { isUrgent }: BotReply & { kind: 'receipt' },
  hasReceipt: boolean,
  isDemonstration: boolean,
): Drawn {
  return drawNotice(voice, templates, {
    title: voice.say('teams.kept'),
    alerts: [
      ...(isDemonstration ? [voice.say('demonstration.notice')] : []),
      ...(isUrgent ? [voice.say('urgent.call')] : []),
    ],
    texts: [
      voice.say(isDemonstration ? 'receipt.keptDemonstration' : 'receipt.kept'),
      voice.say(hasReceipt ? 'teams.receiptWaits' : 'receipt.gone'),
    ],
    links: [],
    actions: hasReceipt ? ['receipt.show'] : ['menu.show'],
  });
}
