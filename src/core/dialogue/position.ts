// Where a form stands, derived from its answers alone: no index is kept, so a correction, a deploy or a crash cannot file
// an answer under the wrong question.
import type { Answers, FileValue, Form, Step } from './flow.js';
import { readSlot } from './read-slot.js';
import type { Frame } from './state.js';

/** A step is live while its condition holds. */
export function isLive(step: Step, answers: Answers): boolean {
  if (!step.when) return true;
  const answer = answers[step.when.slot];
  return typeof answer === 'string' && step.when.is.includes(answer);
}

const isFilled = (answers: Answers, slot: string) => answers[slot] !== undefined;

/** Answered: every required slot has a value, and some slot has. */
export function isAnswered(step: Step, answers: Answers): boolean {
  return (
    step.slots.some((slot) => isFilled(answers, slot.id)) &&
    step.slots.every((slot) => !slot.isRequired || isFilled(answers, slot.id))
  );
}

export const isRequired = (step: Step): boolean => step.slots.some((slot) => slot.isRequired);

const isSettled = (step: Step, frame: Frame) =>
  isAnswered(step, frame.answers) || (frame.skipped.includes(step.id) && !isRequired(step));

export const liveSteps = (form: Form, answers: Answers): Step[] => form.steps.filter((step) => isLive(step, answers));

/** The first live step without an answer; null when the form is complete. */
export function nextStep(form: Form, frame: Frame): Step | null {
  return liveSteps(form, frame.answers).find((step) => !isSettled(step, frame)) ?? null;
}

/** The step to go back to: the last settled one before the present question (or before the review). */
export function previousStep(form: Form, frame: Frame): Step | null {
  const steps = liveSteps(form, frame.answers);
  const present = nextStep(form, frame);
  const before = present ? steps.slice(0, steps.indexOf(present)) : steps;
  return before.at(-1) ?? null;
}

export function progress(form: Form, frame: Frame): { number: number; of: number } {
  const steps = liveSteps(form, frame.answers);
  const settled = steps.filter((step) => isSettled(step, frame)).length;
  return { number: Math.min(settled + 1, steps.length), of: steps.length };
}

/** The answers to one step. */
export function answersOf(step: Step, answers: Answers): Answers {
  return Object.fromEntries(step.slots.flatMap(({ id }) => (answers[id] === undefined ? [] : [[id, answers[id]]])));
}

export const filesOf = (answers: Answers): FileValue[] =>
  Object.values(answers).flatMap((value) =>
    Array.isArray(value) ? value.filter((item): item is FileValue => typeof item === 'object') : [],
  );

/** Without the answers whose question is no longer asked. */
export function prune(form: Form, answers: Answers): Answers {
  const live = new Set(liveSteps(form, answers).flatMap((step) => step.slots.map((slot) => slot.id)));
  return Object.fromEntries(Object.entries(answers).filter(([id]) => live.has(id)));
}

/** Takes the answers of a step out for correction; they stay as what the card is prefilled with. */
export function reopen(frame: Frame, step: Step): Frame {
  const taken = answersOf(step, frame.answers);
  const answers = Object.fromEntries(Object.entries(frame.answers).filter(([id]) => !(id in taken)));
  return {
    ...frame,
    answers,
    previous: { ...frame.previous, ...taken },
    skipped: frame.skipped.filter((id) => id !== step.id),
    rev: frame.rev + 1,
    asked: null,
  };
}

/** A frame that was begun under another version of its form: what still fits stays, what does not is asked again. */
export function migrate(form: Form, frame: Frame, at: { now: number; zone: string }): Frame {
  if (frame.version === form.version) return frame;
  const slots = new Map(form.steps.flatMap((step) => step.slots.map((slot) => [slot.id, slot])));
  const fitting = Object.entries(frame.answers).filter(([id, value]) => {
    const slot = slots.get(id);
    const reading = slot ? readSlot(slot, value, at) : null;
    return reading !== null && 'value' in reading && reading.value !== null;
  });
  const answers = prune(form, Object.fromEntries(fitting));
  const skipped = frame.skipped.filter((id) => form.steps.some((step) => step.id === id));
  return { ...frame, version: form.version, answers, skipped, rev: frame.rev + 1, asked: null };
}
