// Puts the present question, or the review. Counts how often the same question was put: three times at most, then it
// explains and offers to skip instead of asking again.
import type { Outcome } from './effect.js';
import type { Answers, Flows, Form, Step } from './flow.js';
import { answersOf, isAnswered, isRequired, liveSteps, nextStep, previousStep, progress } from './position.js';
import type { Ask, DialogueReply, Problem, Review } from './reply.js';
import type { Fixed, Frame } from './state.js';

const maxAsked = 3;

/** The same question once more because of `problems`; one time too many gives an explanation instead. */
export function askAgain(form: Form, frame: Frame, step: Step, problems: Problem[]): Outcome {
  const times = (frame.asked?.step === step.id ? frame.asked.times : 0) + 1;
  const counted: Frame = { ...frame, asked: { step: step.id, times: Math.min(times, maxAsked + 1) } };
  if (times <= maxAsked) {
    return { frame: counted, replies: [ask(form, counted, step, problems)], effects: [], isAsking: false };
  }
  const explain: DialogueReply = isRequired(step)
    ? { kind: 'say', key: 'dialogue.cannotSkip', actions: ['form.help', 'form.cancel'] }
    : { kind: 'say', key: 'dialogue.explainAndOfferSkip', actions: ['step.skip', 'form.help', 'form.cancel'] };
  return { frame: counted, replies: [explain], effects: [], isAsking: false };
}

function context(step: Step, answers: Answers): Record<string, string> {
  return Object.fromEntries(
    step.slots.flatMap((slot) => {
      const by = slot.kind === 'choices' ? slot.narrow?.by : undefined;
      const answer = by === undefined ? undefined : answers[by];
      return by !== undefined && typeof answer === 'string' ? [[by, answer]] : [];
    }),
  );
}

function ask(form: Form, frame: Frame, step: Step, problems: Problem[]): Ask {
  return {
    kind: 'ask',
    form: form.id,
    step: step.id,
    rev: frame.rev,
    values: { ...answersOf(step, frame.previous), ...answersOf(step, frame.answers) },
    context: context(step, frame.answers),
    problems,
    times: frame.asked?.times ?? 1,
    isRequired: isRequired(step),
    canGoBack: previousStep(form, frame) !== null,
    progress: progress(form, frame),
  };
}

function review(form: Form, frame: Frame): Review {
  const steps = liveSteps(form, frame.answers);
  return {
    kind: 'review',
    form: form.id,
    rev: frame.rev,
    given: steps
      .filter((step) => isAnswered(step, frame.answers))
      .map((step) => ({ step: step.id, answers: answersOf(step, frame.answers) })),
    open: steps.filter((step) => !isAnswered(step, frame.answers)).map((step) => step.id),
  };
}

/** The next question, or the review with what is fixed at its first showing. */
export function present(
  flows: Flows,
  form: Form,
  frame: Frame,
  event: { entropy: string },
): { frame: Frame } & Pick<Outcome, 'replies' | 'effects'> {
  const step = nextStep(form, frame);
  if (step) {
    const times = frame.asked?.step === step.id ? Math.max(frame.asked.times, 1) : 1;
    const asked: Frame = { ...frame, asked: { step: step.id, times } };
    return { frame: asked, replies: [ask(form, asked, step, [])], effects: [] };
  }
  const fixed: Fixed = frame.fixed ?? { ...flows.fix(event.entropy), mailbox: null };
  const shown: Frame = { ...frame, asked: null, fixed };
  const effects = fixed.mailbox ? [] : [{ kind: 'fix' as const, receipt: fixed.receipt }];
  return { frame: shown, replies: [review(form, shown)], effects };
}
