// What typed words mean: a command, or an option of a slot. Only whole messages count as commands, so that no word inside a
// report can cancel it.
import type { Action } from '../chat/message.js';
import type { Flows, Slot } from '../dialogue/flow.js';
import { normalise, type Lexicon } from './lexicon.js';

export type Spoken = { kind: 'action'; action: Action } | { kind: 'repeat' } | { kind: 'edit'; step: string };

/** Longer messages tell something; they are never looked up. */
const longestCommand = 60;

const own = <T>(words: Record<string, T> | undefined, phrase: string): T | null =>
  words && Object.hasOwn(words, phrase) ? (words[phrase] ?? null) : null;

/** Null when the message is no command. */
export function readCommand(lexicon: Lexicon, text: string): Spoken | null {
  if (text.length > longestCommand) return null;
  const said = normalise(text);
  const command = own(lexicon.commands, said);
  if (command !== null) return command === 'repeat' ? { kind: 'repeat' } : { kind: 'action', action: command };
  const prefix = lexicon.edit.find((word) => said.startsWith(`${word} `));
  const step = prefix === undefined ? null : own(lexicon.steps, said.slice(prefix.length + 1));
  return step === null ? null : { kind: 'edit', step };
}

function readOption(lexicon: Lexicon, slot: { id: string; options: string[] }, text: string): string | null {
  const said = normalise(text);
  return slot.options.find((option) => option === said) ?? own(lexicon.options[slot.id], said);
}

function readOptions(lexicon: Lexicon, slot: { id: string; options: string[] }, text: string): string[] | null {
  const whole = readOption(lexicon, slot, text);
  if (whole !== null) return [whole];
  const options = text.split(/[,;\n]| och | and /).map((part) => readOption(lexicon, slot, part));
  return options.every((option) => option !== null) ? options : null;
}

/** `2026-11-22`, `2026-11-22 21:30` or `2026-11-22 kl. 21.30` as people type them. */
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
      case 'choices':
        return readOptions(lexicon, slot, text);
      case 'moment':
        return readMoment(text);
      case 'files':
        return null;
    }
  };
}
