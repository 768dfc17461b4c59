// The repairs, written once for every form: back, skip, change, repeat, help, straight to the review, cancel, confirm.
// Each works at every point; where one makes no sense it says so and asks on.
import type { Outcome } from './effect.js';
import type { CardMark, Command } from './event.js';
import { close, isStale, stale } from './fill.js';
import type { Form, Step } from './flow.js';
import { filesOf, isAnswered, isRequired, liveSteps, nextStep, previousStep, prune, reopen } from './position.js';
import type { Answered, DialogueReply } from './reply.js';
import type { Frame } from './state.js';

const say = (frame: Frame, key: string): Outcome => ({
  frame,
  replies: [{ kind: 'say', key }],
  effects: [],
  isAsking: true,
});

const moved = (frame: Frame): Outcome => ({ frame, replies: [], effects: [], isAsking: true });

/** Straight to the review: takes corrections back that were not made, and leaves the rest of the questions out. */
function skipToReview(form: Form, frame: Frame): Outcome {
  const answers = prune(form, { ...frame.previous, ...frame.answers });
  const open = liveSteps(form, answers).filter((step) => !isAnswered(step, answers) && !isRequired(step));
  const skipped = [...new Set([...frame.skipped, ...open.map((step) => step.id)])];
  const next: Frame = { ...frame, answers, previous: {}, skipped, rev: frame.rev + 1 };
  if (!nextStep(form, next)) return moved(next);
  return say({ ...frame, answers, rev: next.rev }, 'dialogue.cannotSkip');
}

function cancel(form: Form, frame: Frame, present: Step | null): Outcome {
  const files = [...filesOf(frame.answers), ...filesOf(frame.previous)];
  const left: Answered = { kind: 'answered', form: form.id, step: present?.id ?? null, outcome: 'left', answers: {} };
  const replies: DialogueReply[] = [left, { kind: 'say', key: 'dialogue.cancelled' }];
  return { frame: null, replies, effects: files.length > 0 ? [{ kind: 'discard', files }] : [], isAsking: true };
}

function confirm(form: Form, frame: Frame, present: Step | null, isSaid: boolean): Outcome {
  // Who says "send" in the middle wants to be done: nothing goes without the review, so that comes first.
  if (present && isSaid && form.finish === 'review') return skipToReview(form, frame);
  if (present || form.finish !== 'review' || !frame.fixed?.mailbox) return stale(frame);
  const { answers, skipped, fixed } = frame;
  const sent: Answered = { kind: 'answered', form: form.id, step: null, outcome: 'sent', answers: {} };
  const submit = { kind: 'submit' as const, form: form.id, version: form.version, answers, skipped, fixed };
  return { frame: null, replies: [sent], effects: [submit], isAsking: true };
}

function edit(form: Form, frame: Frame, target: string): Outcome {
  const step = liveSteps(form, frame.answers).find(({ id }) => id === target);
  return step ? moved(reopen(frame, step)) : say(frame, 'dialogue.notUnderstood');
}

function skip(form: Form, frame: Frame, present: Step | null): Outcome {
  if (!present) return say(frame, 'dialogue.helpReview');
  if (isRequired(present)) return say(frame, 'dialogue.cannotSkip');
  const own = new Set(present.slots.map((slot) => slot.id));
  const files = present.slots.flatMap((slot) => filesOf({ [slot.id]: frame.previous[slot.id] ?? [] }));
  const answers = Object.fromEntries(Object.entries(frame.answers).filter(([id]) => !own.has(id)));
  const skipped = close(form, frame, present, answers, 'skipped');
  return files.length > 0 ? { ...skipped, effects: [{ kind: 'discard', files }] } : skipped;
}

/** Help and repeat change nothing and so work from any card; every other repair from a stale card has no effect. */
export function repair(form: Form, frame: Frame, event: { command: Command; card: CardMark | null }): Outcome {
  const present = nextStep(form, frame);
  const { command } = event;
  if (command.name === 'repeat') return moved(frame);
  if (command.name === 'help') {
    const key = present ? `form.${form.id}.step.${present.id}.help` : 'dialogue.helpReview';
    return say(frame, key);
  }
  if (isStale(frame, present, event.card)) return stale(frame);
  switch (command.name) {
    case 'back': {
      const step = previousStep(form, frame);
      return step ? moved(reopen(frame, step)) : say(frame, 'dialogue.nothingToGoBackTo');
    }
    case 'skip':
      return skip(form, frame, present);
    case 'cancel':
      return cancel(form, frame, present);
    case 'review':
      return form.finish === 'review' ? skipToReview(form, frame) : say(frame, 'dialogue.cannotSkip');
    case 'confirm':
      return confirm(form, frame, present, event.card === null);
    case 'edit':
      return edit(form, frame, command.step);
  }
}
