// Takes answers in: from a card, from typed words, from files. Whatever the way, every value passes the slot's own schema,
// unknown keys are dropped, and words that answer nothing are kept as part of the story.
import type { Outcome } from './effect.js';
import type { CardMark } from './event.js';
import type { Answers, FileValue, Flows, Form, Slot, Step, Value } from './flow.js';
import { answersOf, liveSteps, nextStep, prune } from './position.js';
import { askAgain } from './present.js';
import { readSlot } from './read-slot.js';
import type { Answered, DialogueReply, Problem } from './reply.js';
import type { Frame } from './state.js';

interface Moment {
  now: number;
  zone: string;
}

/** Words at least this long tell something; shorter ones are a slip. */
const storyLength = 10;

export function isStale(frame: Frame, present: Step | null, card: CardMark | null): boolean {
  return card !== null && (card.rev !== frame.rev || card.step !== (present?.id ?? null));
}

export const stale = (frame: Frame): Outcome => ({
  frame,
  replies: [{ kind: 'say', key: 'dialogue.staleCard' }],
  effects: [],
  isAsking: true,
});

/** The frame with a step closed (answered or skipped), and the read-only form of its card. */
export function close(form: Form, frame: Frame, step: Step, answers: Answers, outcome: Answered['outcome']): Outcome {
  const kept = prune(form, answers);
  const isKept = (id: string) =>
    id in kept || liveSteps(form, kept).some((live) => live.slots.some((s) => s.id === id));
  const own = new Set(step.slots.map((slot) => slot.id));
  const previous = Object.fromEntries(Object.entries(frame.previous).filter(([id]) => !own.has(id) && isKept(id)));
  const skipped = frame.skipped.filter((id) => id !== step.id);
  const next: Frame = {
    ...frame,
    answers: kept,
    previous,
    skipped: outcome === 'skipped' ? [...skipped, step.id] : skipped,
    rev: frame.rev + 1,
    asked: null,
  };
  // A receipt is a secret: its card says that it was used, not what it was.
  const isSecret = step.slots.some((slot) => slot.kind === 'receipt');
  const shown = isSecret ? {} : answersOf(step, kept);
  const answered: Answered = { kind: 'answered', form: form.id, step: step.id, outcome, answers: shown };
  return { frame: next, replies: [answered], effects: [], isAsking: true };
}

/** A date and a time of day come as two inputs: `<slot>` and `<slot>.time`. */
function rawValue(slot: Slot, values: Record<string, unknown>): unknown {
  const raw = values[slot.id];
  const time = values[`${slot.id}.time`];
  if (slot.kind !== 'moment' || typeof raw !== 'string' || typeof time !== 'string' || time === '') return raw;
  return raw.includes('T') || raw === '' ? raw : `${raw}T${time}`;
}

export function fill(
  form: Form,
  frame: Frame,
  values: Record<string, unknown>,
  event: Moment & { card: CardMark },
): Outcome {
  const step = nextStep(form, frame);
  if (!step || isStale(frame, step, event.card)) return stale(frame);
  const good: Record<string, Value> = {};
  const problems: Problem[] = [];
  for (const slot of step.slots) {
    // A file comes by upload only: a card cannot name one.
    const reading = slot.kind === 'files' ? { value: null } : readSlot(slot, rawValue(slot, values), event);
    if ('problem' in reading) problems.push(reading.problem);
    else if (reading.value !== null) good[slot.id] = reading.value;
    else if (slot.isRequired) problems.push({ slot: slot.id, code: 'required' });
  }
  const held: Frame = { ...frame, previous: { ...frame.previous, ...good } };
  if (problems.length > 0) return askAgain(form, held, step, problems);
  const files = Object.fromEntries(
    step.slots.flatMap((slot) =>
      slot.kind === 'files' && frame.previous[slot.id] ? [[slot.id, frame.previous[slot.id]]] : [],
    ),
  ) as Answers;
  const answers = { ...frame.answers, ...files, ...good };
  const isEmpty = Object.keys(good).length + Object.keys(files).length === 0;
  return close(form, frame, step, answers, isEmpty ? 'skipped' : 'answered');
}

/** Adds words to the form's story slot; null when there is none or it is full. */
function tell(form: Form, frame: Frame, text: string, at: Moment): Frame | null {
  const slot = form.steps.flatMap((step) => step.slots).find(({ id }) => id === form.story);
  if (!slot) return null;
  const before = frame.answers[slot.id] ?? frame.previous[slot.id];
  const reading = readSlot(slot, typeof before === 'string' ? `${before}\n${text}` : text, at);
  if ('problem' in reading || reading.value === null) return null;
  const previous = Object.fromEntries(Object.entries(frame.previous).filter(([id]) => id !== slot.id));
  return { ...frame, previous, answers: { ...frame.answers, [slot.id]: reading.value }, rev: frame.rev + 1 };
}

export function takeText(flows: Flows, form: Form, frame: Frame, event: Moment & { text: string }): Outcome {
  const step = nextStep(form, frame);
  const slot = step?.slots[0];
  if (step && slot && slot.kind !== 'files') {
    const raw = flows.read(form.id, slot, event.text, event);
    const reading = raw === null ? null : readSlot(slot, raw, event);
    if (reading && 'value' in reading && reading.value !== null) {
      return close(form, frame, step, { ...frame.answers, [slot.id]: reading.value }, 'answered');
    }
    if (reading && 'problem' in reading) return askAgain(form, frame, step, [reading.problem]);
  }
  const told = event.text.trim().length >= storyLength ? tell(form, frame, event.text, event) : null;
  if (told) {
    const replies: DialogueReply[] = [{ kind: 'say', key: 'dialogue.textBecameWhat' }];
    return { frame: told, replies, effects: [], isAsking: true };
  }
  const sorry: DialogueReply = { kind: 'say', key: 'dialogue.notUnderstood' };
  if (!step) return { frame, replies: [sorry], effects: [], isAsking: true };
  const again = askAgain(form, frame, step, slot && slot.kind !== 'files' ? [problemFor(slot)] : []);
  return again.replies.some((reply) => reply.kind === 'ask') ? { ...again, replies: [sorry, ...again.replies] } : again;
}

function problemFor(slot: Slot): Problem {
  if (slot.kind === 'moment') return { slot: slot.id, code: 'notADate' };
  return { slot: slot.id, code: slot.kind === 'receipt' ? 'notAReceipt' : 'notAnOption' };
}

/** Files may come at any point of a form that has a place for them. */
export function takeFiles(form: Form, frame: Frame, files: FileValue[]): Outcome {
  const slot = form.steps.flatMap((step) => step.slots).find(({ kind }) => kind === 'files');
  const discard = (rest: FileValue[]) => (rest.length > 0 ? [{ kind: 'discard' as const, files: rest }] : []);
  if (slot?.kind !== 'files') {
    const replies: DialogueReply[] = [{ kind: 'say', key: 'dialogue.filesNotNow' }];
    return { frame, replies, effects: discard(files), isAsking: true };
  }
  const before = (frame.answers[slot.id] ?? frame.previous[slot.id] ?? []) as FileValue[];
  const kept = [...before, ...files].slice(0, slot.maxItems);
  const rest = [...before, ...files].slice(slot.maxItems);
  const step = form.steps.find((candidate) => candidate.slots.includes(slot));
  const replies: DialogueReply[] = [{ kind: 'say', key: 'dialogue.filesKept', params: { count: kept.length } }];
  if (rest.length > 0) replies.push({ kind: 'say', key: 'dialogue.tooManyFiles', params: { max: slot.maxItems } });
  const next: Frame = {
    ...frame,
    answers: { ...frame.answers, [slot.id]: kept },
    skipped: frame.skipped.filter((id) => id !== step?.id),
    rev: frame.rev + 1,
  };
  return { frame: next, replies, effects: discard(rest), isAsking: true };
}
