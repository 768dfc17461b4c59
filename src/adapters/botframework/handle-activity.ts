// Decides what an activity is: a turn, a dialog, a farewell, or nothing for the bot. In a group or channel nothing is taken and
// nothing kept; whoever asks there is asked to come to a chat of their own.
import type { Input } from '../../core/chat/message.js';
import { toLanguage } from '../../core/chat/to-language.js';
import type { InboundActivity } from './activity-schema.js';
import { addressOf, isPersonal, nameOf } from './address.js';
import { handleDialog } from './handle-dialog.js';
import { handleExecute } from './handle-execute.js';
import type { Answer, Office, Visit } from './office.js';
import { toInput } from './to-input.js';

const nothing: Answer = { status: 200 };

async function takeTurn({ turns }: Office, { activity, ref, origin }: Visit, input: Input): Promise<Answer> {
  const handled = await turns.receive(ref, { input, origin }, activity.id ?? null);
  return { status: 200, sent: () => handled.answered(false) };
}

/** Somebody who is not the bot has come. That the bot itself was added is told by an installation. */
const hasArrived = ({ membersAdded = [], recipient }: InboundActivity) =>
  membersAdded.some(({ id }) => id !== recipient.id);

async function handleInvoke(office: Office, visit: Visit): Promise<Answer> {
  switch (visit.activity.name) {
    case 'adaptiveCard/action':
      return handleExecute(office, visit);
    case 'task/fetch':
    case 'task/submit':
      return handleDialog(office, visit);
    case 'message/submitAction':
      return { status: 200, body: {} };
    default:
      return { status: 501 };
  }
}

async function handlePersonal(office: Office, activity: InboundActivity): Promise<Answer> {
  const language = toLanguage(activity.locale, office.languages);
  const ref = await office.turns.find(nameOf(activity));
  const isSubmit = activity.value !== undefined && activity.value !== null;
  const card = isSubmit ? (activity.replyToId ?? null) : null;
  const visit: Visit = { activity, ref, origin: { language, address: addressOf(activity), card } };
  const start: Input = { kind: 'start', language };
  switch (activity.type) {
    case 'message':
      return takeTurn(office, visit, toInput(activity, office.maskReceipts));
    case 'invoke':
      return handleInvoke(office, visit);
    case 'conversationUpdate':
      return hasArrived(activity) ? takeTurn(office, visit, start) : nothing;
    case 'installationUpdate':
      if (activity.action === 'add') return takeTurn(office, visit, start);
      if (activity.action === 'remove') await office.turns.forget(ref);
      return nothing;
    default:
      // Typing, reactions, edits, deletions, read receipts and what Teams may invent: nothing to answer.
      return nothing;
  }
}

/** `sayNeutral` posts a sentence where the activity came from; nothing of a group is stored. */
async function handleGroup(
  office: Office,
  activity: InboundActivity,
  sayNeutral: (text: string) => Promise<void>,
): Promise<Answer> {
  const word = office.text(toLanguage(activity.locale, office.languages), 'teams.privately');
  if (activity.type === 'message') await sayNeutral(word);
  if (activity.type !== 'invoke') return nothing;
  if (activity.name === 'adaptiveCard/action') {
    return { status: 200, body: { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: word } };
  }
  const isDialog = activity.name === 'task/fetch' || activity.name === 'task/submit';
  return isDialog ? { status: 200, body: { task: { type: 'message', value: word } } } : { status: 501 };
}

/** Throws a Fault when a turn could not be kept. */
export const handleActivity = (
  office: Office,
  activity: InboundActivity,
  sayNeutral: (text: string) => Promise<void>,
): Promise<Answer> =>
  isPersonal(activity) ? handlePersonal(office, activity) : handleGroup(office, activity, sayNeutral);
