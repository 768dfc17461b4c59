// The dialogue engine: one event on one state gives the next state, what to say and what to ask of the world. Pure and
// total: no clock, no chance, no throw, no mutation; the same event on the same state always gives the same result.
import type { Effect, Outcome } from './effect.js';
import type { Event } from './event.js';
import { fill, takeFiles, takeText } from './fill.js';
import type { Flows, Form } from './flow.js';
import { migrate, nextStep } from './position.js';
import { present } from './present.js';
import { repair } from './repair.js';
import type { DialogueReply } from './reply.js';
import type { Frame, State } from './state.js';

export interface Advance {
  state: State;
  replies: DialogueReply[];
  effects: Effect[];
}

function openFrame(form: Form): Frame {
  return {
    form: form.id,
    version: form.version,
    rev: 1,
    answers: {},
    skipped: [],
    previous: {},
    asked: null,
    fixed: null,
  };
}

/** Opens a form, or brings it back to the top where it is suspended. */
function open(flows: Flows, state: State, event: Event & { kind: 'open' }): Advance {
  const form = flows.forms[event.form];
  if (!form) return { state, replies: [], effects: [] };
  const suspended = state.stack.find((frame) => frame.form === form.id);
  const others = state.stack.filter((frame) => frame !== suspended);
  const frame = suspended ? migrate(form, suspended, event) : openFrame(form);
  const resumed: DialogueReply[] = suspended ? [{ kind: 'say', key: 'dialogue.resumed' }] : [];
  return settle(flows, others, { frame, replies: resumed, effects: [], isAsking: true }, event);
}

/** Puts a changed frame back on its stack and asks what comes next, in it or in the form below it. */
function settle(flows: Flows, below: Frame[], outcome: Outcome, event: Event): Advance {
  const { replies, effects } = outcome;
  if (!outcome.frame) {
    const top = below.at(-1);
    const form = top && flows.forms[top.form];
    if (!top || !form) return { state: { stack: below }, replies, effects };
    const resumed: DialogueReply[] = [...replies, { kind: 'say', key: 'dialogue.resumed' }];
    const again = { frame: migrate(form, top, event), replies: resumed, effects, isAsking: true };
    return settle(flows, below.slice(0, -1), again, event);
  }
  const form = flows.forms[outcome.frame.form];
  if (!form || !outcome.isAsking) return { state: { stack: [...below, outcome.frame] }, replies, effects };
  if (form.finish === 'submit' && nextStep(form, outcome.frame) === null) {
    const complete: Effect = { kind: 'complete', form: form.id, answers: outcome.frame.answers };
    return settle(flows, below, { frame: null, replies, effects: [...effects, complete], isAsking: true }, event);
  }
  const shown = present(flows, form, outcome.frame, event);
  return {
    state: { stack: [...below, shown.frame] },
    replies: [...replies, ...shown.replies],
    effects: [...effects, ...shown.effects],
  };
}

function handle(flows: Flows, form: Form, frame: Frame, event: Exclude<Event, { kind: 'open' }>): Outcome {
  switch (event.kind) {
    case 'command':
      return repair(form, frame, event);
    case 'fill':
      return fill(form, frame, event.values, event);
    case 'text':
      return takeText(flows, form, frame, event);
    case 'files':
      return takeFiles(form, frame, event.files);
    case 'result': {
      const isMine = event.name === 'fixed' && frame.fixed !== null;
      const fixed = isMine && frame.fixed ? { ...frame.fixed, mailbox: event.value } : frame.fixed;
      return { frame: { ...frame, fixed }, replies: [], effects: [], isAsking: false };
    }
  }
}

/**
 * `state` as it was committed, `event` with its own clock, zone and entropy. Without an open form nothing changes and the
 * reply says so; files that then belong to nothing come back as `discard`.
 */
export function advance(flows: Flows, state: State, event: Event): Advance {
  if (event.kind === 'open') return open(flows, state, event);
  const top = state.stack.at(-1);
  const form = top && flows.forms[top.form];
  if (!top || !form) {
    const effects: Effect[] = event.kind === 'files' ? [{ kind: 'discard', files: event.files }] : [];
    const replies: DialogueReply[] = event.kind === 'result' ? [] : [{ kind: 'say', key: 'dialogue.noOpenForm' }];
    return { state: { stack: top ? state.stack.slice(0, -1) : state.stack }, replies, effects };
  }
  const outcome = handle(flows, form, migrate(form, top, event), event);
  return settle(flows, state.stack.slice(0, -1), outcome, event);
}
