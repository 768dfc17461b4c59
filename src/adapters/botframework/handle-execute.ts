// A button of a card (Action.Execute): the next card takes its place in the answer. Teams waits a few seconds only, so that a turn
// which takes longer is answered with a word, and its replies follow in the chat.
import type { Handled } from '../../turn/direct-turns.js';
import { drawForChat } from './create-mouth.js';
import type { Answer, Office, Visit } from './office.js';
import { cardType } from './to-activity.js';
import { readExecute, readSubmit } from './to-input.js';

/** Ms; Teams gives up after about five seconds. */
const patience = 4_000;

const answerWith = (type: string, value: unknown): Answer['body'] => ({ statusCode: 200, type, value });

function inPlace({ draw, text }: Office, language: string, handled: Handled): Answer {
  const drawn = handled.inPlace && drawForChat(draw, handled.inPlace, handled.hasReceipt);
  const tookPlace = drawn !== null && drawn.card !== null;
  return {
    status: 200,
    body: tookPlace
      ? answerWith(cardType, drawn.card)
      : answerWith('application/vnd.microsoft.activity.message', text(language, 'teams.seeBelow')),
    sent: () => handled.answered(tookPlace),
  };
}

export async function handleExecute(office: Office, { activity, ref, origin }: Visit): Promise<Answer> {
  const data = readExecute(activity.value);
  const input = data && readSubmit(data, office.maskReceipts);
  if (!input) {
    const error = { code: 'BadRequest', message: 'This action is not known.' };
    return { status: 400, body: { statusCode: 400, type: 'application/vnd.microsoft.error', value: error } };
  }
  const turn = office.turns.receive(ref, { input, origin }, activity.id ?? null);
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), patience);
  });
  const handled = await Promise.race([turn, timeout]).finally(() => clearTimeout(timer));
  if (handled) return inPlace(office, origin.language, handled);
  const body = answerWith('application/vnd.microsoft.activity.message', office.text(origin.language, 'teams.seeBelow'));
  // A turn that fails after all stands on the log: the next word of the person takes it up again.
  const goOn = () =>
    turn.then(
      (late) => late.answered(false),
      () => undefined,
    );
  return { status: 200, body, sent: () => void goOn() };
}
