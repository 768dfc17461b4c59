// Every sentence that code will ask for by name. It is checked when the bot starts, so that no person meets a gap; it lists keys and
// says nothing.
import { actions } from '../core/chat/message.js';
import type { Form } from '../core/dialogue/flow.js';
import type { Problem } from '../core/dialogue/reply.js';

const problemCodes: Record<Problem['code'], true> = {
  required: true,
  tooShort: true,
  tooLong: true,
  notAnOption: true,
  notADate: true,
  inFuture: true,
  inPast: true,
  tooMany: true,
  notAReceipt: true,
};

const inSection = (section: string, names: string) => names.split(' ').map((name) => `${section}.${name}`);

const fixedKeys = [
  ...inSection('language', 'name switch'),
  ...inSection(
    'dialogue',
    'cancelled staleCard alreadySent nothingToGoBackTo cannotSkip notUnderstood explainAndOfferSkip helpReview menu ' +
      'noOpenForm filesKept fileTooLarge tooManyFiles filesNotNow unknownInput resumed languageChanged reportsClosed textBecameWhat',
  ),
  ...inSection('question', 'notYet'),
  ...inSection('turn', 'failed'),
  ...inSection('data', 'erased'),
  ...inSection('urgent', 'call'),
  ...inSection('danger', 'title first then call'),
  ...inSection('demonstration', 'notice'),
  ...inSection('welcome', 'title who whoDemonstration danger otherWays closed offer again'),
  ...inSection('welcome.privacy', 'web teams demonstration'),
  ...inSection(
    'card',
    'fallback progress date time onePerLine several choose filesSoFar noFiles file pleaseCheck soFar',
  ),
  ...inSection('card', 'answered skipped left notSent sent'),
  ...inSection('how', 'text choice choices list moment files receipt only words'),
  ...inSection('review', 'title intro change shortened more add sending sendingDemonstration words'),
  ...inSection('receipt', 'title kept keptDemonstration save use useDemonstration saved gone wrong masked'),
  ...inSection('status', 'title kept taken unknown keptDemonstration takenDemonstration'),
  ...inSection(
    'teams',
    'notice kept summary comeback receiptWaits receiptTyped unknownInput privately dialogTitle seeBelow',
  ),
  ...inSection(
    'page',
    'title heading intro introDemonstration start noscript languageSwitch connecting lostLine ended startAgain sendFailed phoneLine ' +
      'emergencyLine skipToChat chatLabel',
  ),
];

function formKeys(form: Form): string[] {
  const key = `form.${form.id}`;
  const steps = form.steps.flatMap(({ id }) => inSection(`${key}.step.${id}`, 'name question help'));
  const slots = form.steps.flatMap((step) => step.slots);
  const labels = slots.map(({ id }) => `${key}.slot.${id}.label`);
  const options = slots.flatMap((slot) =>
    'options' in slot ? slot.options.map((option) => `${key}.option.${slot.id}.${option}`) : [],
  );
  return [...steps, ...labels, ...options];
}

export function requiredKeys(forms: Form[]): string[] {
  return [
    ...fixedKeys,
    ...actions.map((action) => `action.${action}`),
    ...Object.keys(problemCodes).map((code) => `problem.${code}`),
    ...forms.flatMap(formKeys),
  ];
}
