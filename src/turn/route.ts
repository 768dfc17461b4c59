// Chooses what an input is for: a dialogue event, or something the bot as a whole does. Pure. It decides by buttons, by whole
// commands in words, and by what is open; understanding comes with words of its own later.
import type { Action, Input } from '../core/chat/message.js';
import type { CardMark, Command, Happening } from '../core/dialogue/event.js';
import type { State } from '../core/dialogue/state.js';
import type { Lexicon } from '../core/understanding/lexicon.js';
import { readCommand } from '../core/understanding/read-words.js';

export type Step =
  | { kind: 'dialogue'; happening: Happening }
  | { kind: 'say'; key: string; params?: Record<string, string | number>; actions?: string[] }
  | { kind: 'welcome'; isAgain: boolean }
  | { kind: 'language'; language: string }
  | { kind: 'saved' }
  | { kind: 'erase' };

interface Situation {
  dialogue: State;
  takesReports: boolean;
  /** The receipt of a report that was just sent is still on the screen. */
  isReceiptShown: boolean;
  /** In a Teams chat no receipt is shown or taken: both are done in a dialog. */
  channel: 'web' | 'teams';
}

/** Shorter messages tell nothing that could be the beginning of a report. */
const storyLength = 10;
const menu: Action[] = ['report.start', 'question.start', 'comeback.start'];

const commandNames: Partial<Record<Action, Exclude<Command['name'], 'edit'>>> = {
  'step.skip': 'skip',
  'step.back': 'back',
  'form.review': 'review',
  'form.cancel': 'cancel',
  'form.help': 'help',
  'review.confirm': 'confirm',
};

const dialogue = (happening: Happening): Step => ({ kind: 'dialogue', happening });
const again: Step = dialogue({ kind: 'command', command: { name: 'repeat' }, card: null });
const isOpen = ({ dialogue: state }: Situation) => state.stack.length > 0;
const closed: Step = { kind: 'say', key: 'dialogue.reportsClosed', actions: ['question.start', 'comeback.start'] };

/** A form by name, if it may be opened now. */
const open = (form: string, situation: Situation): Step =>
  form === 'report' && !situation.takesReports ? closed : dialogue({ kind: 'open', form });

function routeAction(action: Action, card: CardMark | null, target: string | null, situation: Situation): Step[] {
  const name = commandNames[action];
  if (name) {
    if (name === 'help' && !isOpen(situation)) return [{ kind: 'say', key: 'dialogue.menu', actions: menu }];
    if (name === 'confirm' && !isOpen(situation) && situation.isReceiptShown) {
      return [{ kind: 'say', key: 'dialogue.alreadySent' }];
    }
    return [dialogue({ kind: 'command', command: { name }, card })];
  }
  switch (action) {
    case 'review.edit': {
      if (target === null) return [{ kind: 'say', key: 'dialogue.notUnderstood' }];
      const mark = card && { step: null, rev: card.rev };
      return [dialogue({ kind: 'command', command: { name: 'edit', step: target }, card: mark })];
    }
    case 'report.start':
      return [open('report', situation)];
    case 'comeback.start':
      if (situation.channel === 'teams') return [{ kind: 'say', key: 'teams.comeback', actions: ['comeback.start'] }];
      return [open('comeback', situation)];
    case 'receipt.show':
      if (situation.channel !== 'teams') return [{ kind: 'say', key: 'dialogue.menu', actions: menu }];
      return [
        situation.isReceiptShown
          ? { kind: 'say', key: 'teams.receiptWaits', actions: ['receipt.show'] }
          : { kind: 'say', key: 'receipt.gone' },
      ];
    case 'question.start':
      return [{ kind: 'say', key: 'question.notYet', actions: menu.filter((item) => item !== 'question.start') }];
    case 'language.en':
    case 'language.sv':
      return [{ kind: 'language', language: action.slice('language.'.length) }];
    case 'receipt.saved':
      return [{ kind: 'saved' }];
    case 'data.erase':
      return [{ kind: 'erase' }];
    case 'menu.show':
      return isOpen(situation)
        ? [{ kind: 'say', key: 'dialogue.resumed' }, again]
        : [{ kind: 'welcome', isAgain: true }];
    default:
      return [again];
  }
}

function routeText(text: string, lexicon: Lexicon, situation: Situation): Step[] {
  const spoken = readCommand(lexicon, text);
  if (spoken?.kind === 'action') return routeAction(spoken.action, null, null, situation);
  if (spoken && isOpen(situation)) {
    if (spoken.kind === 'repeat') return [again];
    return [dialogue({ kind: 'command', command: { name: 'edit', step: spoken.step }, card: null })];
  }
  if (isOpen(situation)) return [dialogue({ kind: 'text', text })];
  if (text.trim().endsWith('?')) return routeAction('question.start', null, null, situation);
  if (text.trim().length < storyLength) return [{ kind: 'say', key: 'dialogue.notUnderstood', actions: menu }];
  if (!situation.takesReports) return [closed];
  return [dialogue({ kind: 'open', form: 'report' }), dialogue({ kind: 'text', text })];
}

/** A receipt, however it came, is for coming back; the digits go no further than the dialogue's one step. */
const comeBack = (receipt: string): Step[] => [
  dialogue({ kind: 'open', form: 'comeback' }),
  dialogue({ kind: 'text', text: receipt }),
];

export function route(input: Input, lexicon: Lexicon, situation: Situation): Step[] {
  switch (input.kind) {
    case 'start':
      return [{ kind: 'welcome', isAgain: false }];
    case 'text':
      return input.receipt === null ? routeText(input.text, lexicon, situation) : comeBack(input.receipt);
    case 'action': {
      if (input.receipt !== null) return comeBack(input.receipt);
      const card = { step: input.step, rev: input.rev };
      if (input.action === 'step.next') {
        return [dialogue({ kind: 'fill', values: input.values, card })];
      }
      return routeAction(input.action, card, input.step, situation);
    }
    case 'files': {
      const refused = input.refused.map(({ name, code }): Step => ({
        kind: 'say',
        key: `dialogue.${fileKeys[code]}`,
        params: { name, max: 10 },
      }));
      if (input.files.length === 0) return refused;
      const files = dialogue({ kind: 'files', files: input.files });
      if (isOpen(situation)) return [...refused, files];
      return situation.takesReports ? [...refused, open('report', situation), files] : [...refused, files, closed];
    }
    case 'exposedReceipt': {
      const why: Step = { kind: 'say', key: 'teams.receiptTyped', actions: ['comeback.start'] };
      return isOpen(situation) ? [why, again] : [why];
    }
    case 'unknown': {
      const key = situation.channel === 'teams' ? 'teams.unknownInput' : 'dialogue.unknownInput';
      return [{ kind: 'say', key, actions: menu }];
    }
  }
}

const fileKeys = { tooLarge: 'fileTooLarge', tooMany: 'tooManyFiles' } as const;
