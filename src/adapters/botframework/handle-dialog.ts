// The dialogs over the chat, the only place in Teams where a receipt is shown or entered: what stands in them is no message and is
// kept by nobody. A receipt that is entered goes to the lookup and nowhere else.
import type { Ask } from '../../core/dialogue/reply.js';
import type { Reply } from '../../core/chat/message.js';
import { z } from 'zod';
import type { Answer, Office, Visit } from './office.js';
import { cardType } from './to-activity.js';
import { readSubmit } from './to-input.js';

const requestSchema = z.object({ data: z.looseObject({ action: z.string().optional() }) });
const entrySchema = z.object({ receipt: z.string().max(200) });

const askReceipt = (problems: Ask['problems']): Ask => ({
  kind: 'ask',
  form: 'comeback',
  step: 'receipt',
  rev: 1,
  values: {},
  context: {},
  problems,
  times: 1,
  isRequired: true,
  canGoBack: false,
  progress: { number: 1, of: 1 },
});

const message = (value: string): Answer => ({ status: 200, body: { task: { type: 'message', value } } });

function show({ draw, text }: Office, language: string, reply: Reply, receipt: string | null): Answer {
  const drawn = draw(reply, { language, channel: 'dialog', receipt });
  if (drawn.card === null) return message(drawn.text);
  const card = { contentType: cardType, content: drawn.card };
  const value = { title: text(language, 'teams.dialogTitle'), height: 'medium', width: 'medium', card };
  return { status: 200, body: { task: { type: 'continue', value } } };
}

async function lookUp(office: Office, language: string, data: unknown): Promise<Answer> {
  const entry = entrySchema.safeParse(data);
  const reply = await office.turns.lookUp(entry.success ? entry.data.receipt.replace(/\D/g, '') : '');
  if (reply.kind === 'status') return show(office, language, reply, null);
  return show(office, language, askReceipt([{ slot: 'receipt', code: 'notAReceipt' }]), null);
}

export async function handleDialog(office: Office, { activity, ref, origin }: Visit): Promise<Answer> {
  const { turns, maskReceipts } = office;
  const request = requestSchema.safeParse(activity.value);
  const data = request.success ? request.data.data : {};
  const language = (await turns.language(ref)) ?? origin.language;
  if (activity.name === 'task/fetch') {
    if (data.action === 'comeback.start') return show(office, language, askReceipt([]), null);
    const isUrgent = false;
    const receipt: Reply = { kind: 'receipt', isDemonstration: false, isUrgent };
    return show(office, language, receipt, data.action === 'receipt.show' ? await turns.receipt(ref) : null);
  }
  if (data.action === 'step.next') return lookUp(office, language, data);
  const input = readSubmit(data, maskReceipts);
  if (input?.action !== 'receipt.saved') return { status: 200, body: {} };
  const handled = await turns.receive(ref, { input, origin: { ...origin, card: null } }, activity.id ?? null);
  const answer = message(office.text(language, 'receipt.saved'));
  return { ...answer, sent: () => handled.answered(false) };
}
