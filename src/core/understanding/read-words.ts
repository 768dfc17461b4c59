// What typed words mean: a command, or an option of a slot. Only whole messages count as commands, so that no word inside a
// report can cancel it.
import type { Action } from '../chat/message.js';
import type { Flows, Slot } from '../dialogue/flow.js';
import { normalise, type Lexicon } from './lexicon.js';

export type Spoken = { kind: 'action'; action: Action } | { kind: 'edit'; step: string };

/** Null when the message is no command. */
export function readCommand(lexicon: Lexicon, text: string): Spoken | null {
  const said = normalise(text);
  if (said === '' || said.length > 60) return null;
  const command = lexicon.commands.find(({ phrases }) => phrases.some((phrase) => normalise(phrase) === said));
  if (command) return { kind: 'action', action: command.action };
  const prefix = lexicon.editPrefixes.map(normalise).find((word) => said.startsWith(`${word} `));
  if (prefix === undefined) return null;
  const name = said.slice(prefix.length + 1);
  const step = Object.entries(lexicon.stepNames).find(([, names]) => names.some((word) => normalise(word) === name));
  return step ? { kind: 'edit', step: step[0] } : null;
}

function readOption(lexicon: Lexicon, slot: { id: string; options: string[] }, text: string): string | null {
  const said = normalise(text);
  const words = lexicon.options[slot.id] ?? {};
  return (
    slot.options.find((option) => option === said || words[option]?.some((word) => normalise(word) === said)) ?? null
  );
}

/** `2026-11-22`, `2026-11-22 21:30` or `2026-11-22T21:30` as people type them. */
function readMoment(text: string): string | null {
  const match = /^(\d{4}-\d{2}-\d{2})(?:[T ,]+(?:kl\.?\s*|at\s+)?(\d{1,2})[:.](\d{2}))?$/i.exec(text.trim());
  if (!match?.[1]) return null;
  return match[2] === undefined ? match[1] : `${match[1]}T${match[2].padStart(2, '0')}:${match[3] ?? '00'}`;
}

/** The `read` of Flows: the raw value that typed words give for a slot, null when they give none. */
export function readerFor(lexicon: Lexicon): Flows['read'] {
  return (_form: string, slot: Slot, text: string): unknown => {
    switch (slot.kind) {
      case 'text':
      case 'list':
      case 'receipt':
        return text;
      case 'choice':
        return readOption(lexicon, slot, text);
      case 'choices': {
        const whole = readOption(lexicon, slot, text);
        if (whole !== null) return [whole];
        const options = text.split(/[,;\n]| och | and /).map((part) => readOption(lexicon, slot, part));
        return options.every((option) => option !== null) ? options : null;
      }
      case 'moment':
        return readMoment(text);
      case 'files':
        return null;
    }
  };
}
