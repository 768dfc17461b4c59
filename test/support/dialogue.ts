// A script for dialogues without any channel: events in, replies out, one state in between.
import { advance, type Advance } from '../../src/core/dialogue/advance.js';
import type { CardMark, Command, Happening } from '../../src/core/dialogue/event.js';
import type { Flows, Form } from '../../src/core/dialogue/flow.js';
import type { Ask, DialogueReply, Review } from '../../src/core/dialogue/reply.js';
import { emptyState, type State } from '../../src/core/dialogue/state.js';
import { createFlows, formsOf } from '../../src/turn/flows.js';

/** 2026-11-23 10:15 in Stockholm. */
export const now = Date.parse('2026-11-23T09:15:00Z');
export const zone = 'Europe/Stockholm';
export const entropy = '00112233445566778899aabbccddeeff0123456789abcdef0123456789abcdef';
export const indicators = [
  'PU1',
  'PU2',
  'VD1',
  'VD2',
  'CS1',
  'CS2',
  'GP1',
  'DE1',
  'RE1',
  'OH1',
  'BD1',
  'CP1',
  'PI1',
  'IT1',
];

const lexicon = {
  commands: {},
  edit: ['change'],
  steps: { place: 'where' },
  options: { danger_now: { ja: 'yes', nej: 'no' } },
};

export const reportFlows = (): Flows => createFlows(formsOf(indicators), lexicon);

export const flowsOf = (...forms: Form[]): Flows => ({
  ...createFlows(forms, lexicon),
  forms: Object.fromEntries(forms.map((form) => [form.id, form])),
});

export interface Script {
  readonly state: State;
  readonly last: Advance;
  /** The card that is asked now; throws when there is none. */
  ask(): Ask;
  review(): Review;
  send(happening: Happening): DialogueReply[];
  open(form: string): DialogueReply[];
  text(text: string): DialogueReply[];
  /** Presses Next on the present card. */
  fill(values: Record<string, unknown>): DialogueReply[];
  command(name: Exclude<Command['name'], 'edit'>, card?: CardMark): DialogueReply[];
  edit(step: string): DialogueReply[];
  /** What the turn does with the `fix` effect. */
  fixed(): void;
  keys(): string[];
}

export function scriptOf(flows: Flows, start: State = emptyState): Script {
  let state = start;
  let last: Advance = { state, replies: [], effects: [] };
  let live: Ask | Review | null = null;
  const send = (happening: Happening) => {
    last = advance(flows, state, { ...happening, now, zone, entropy });
    state = last.state;
    live = (last.replies.findLast((reply) => reply.kind === 'ask' || reply.kind === 'review') as Ask | Review) ?? live;
    return last.replies;
  };
  const mark = () => ({ step: live?.kind === 'ask' ? live.step : null, rev: live?.rev ?? null });
  return {
    get state() {
      return state;
    },
    get last() {
      return last;
    },
    ask() {
      if (live?.kind !== 'ask') throw new Error(`no question is put, but ${JSON.stringify(last.replies)}`);
      return live;
    },
    review() {
      if (live?.kind !== 'review') throw new Error(`no review is shown, but ${JSON.stringify(last.replies)}`);
      return live;
    },
    send,
    open: (form) => send({ kind: 'open', form }),
    text: (text) => send({ kind: 'text', text }),
    fill: (values) => send({ kind: 'fill', values, card: mark() }),
    command: (name, card) => send({ kind: 'command', command: { name }, card: card ?? null }),
    edit: (step) => send({ kind: 'command', command: { name: 'edit', step }, card: null }),
    fixed() {
      send({ kind: 'result', name: 'fixed', value: { lookup: 'l', publicKey: 'p' } });
    },
    keys: () => last.replies.flatMap((reply) => (reply.kind === 'say' ? [reply.key] : [])),
  };
}
