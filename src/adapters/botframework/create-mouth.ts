// Says a reply in Teams: draws it for a chat that others may read, and posts it or puts it in the place of a message. It is never
// given a receipt, only told whether there is one to be seen in a dialog.
import type { DrawContext, Drawn, Outgoing, Reply } from '../../core/chat/message.js';
import { toLocale } from '../../core/chat/to-language.js';
import type { Mouth } from '../../turn/direct-turns.js';
import { readAddress } from './address.js';
import type { Connector } from './connector.js';
import { toActivity } from './to-activity.js';

export type Draw = (reply: Reply, context: DrawContext) => Drawn;
export type Text = (language: string, key: string) => string;

/** The card builder asks only whether a receipt is there when it draws for a chat; this stands for one. */
const somewhereElse = '';

export const drawForChat = (draw: Draw, { reply, language }: Outgoing, hasReceipt: boolean): Drawn =>
  draw(reply, { language, channel: 'teams', receipt: hasReceipt ? somewhereElse : null });

export function createMouth({ connector, draw, text }: { connector: Connector; draw: Draw; text: Text }): Mouth {
  return {
    async say(address, { outgoing, place, hasReceipt }) {
      const to = readAddress(address);
      if (!to) return { kind: 'refused' };
      const { language } = outgoing;
      const surroundings = { summary: text(language, 'teams.summary'), locale: toLocale(language) };
      const body = toActivity(to, drawForChat(draw, outgoing, hasReceipt), surroundings);
      const { serviceUrl, conversation } = to;
      if (place === null) return connector.call({ method: 'POST', serviceUrl, conversation, activity: null, body });
      const replaced = { ...body, id: place };
      return connector.call({ method: 'PUT', serviceUrl, conversation, activity: place, body: replaced });
    },
    showTyping(address) {
      const to = readAddress(address);
      if (!to) return;
      const { serviceUrl, conversation, bot, person } = to;
      const body = { type: 'typing', from: { id: bot }, recipient: { id: person }, conversation: { id: conversation } };
      void connector.call({ method: 'POST', serviceUrl, conversation, activity: null, body });
    },
  };
}
