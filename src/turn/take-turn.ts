// One turn: what an inbound entry changes and says. Reads and prepares, but keeps nothing: the caller commits the result or
// throws it away, and a second try on the same state comes to the same end.
import type { Input, Language, Reply } from '../core/chat/message.js';
import { advance } from '../core/dialogue/advance.js';
import type { Effect } from '../core/dialogue/effect.js';
import type { Happening } from '../core/dialogue/event.js';
import type { FileValue } from '../core/dialogue/flow.js';
import { filesOf } from '../core/dialogue/position.js';
import { emptyState } from '../core/dialogue/state.js';
import { buildReport } from '../core/reports/build-report.js';
import { isReceipt } from '../core/reports/receipt.js';
import { isUrgent } from '../core/reports/triage.js';
import type { NewParcel } from '../ports/records.js';
import type { House } from './house.js';
import { route, type Step } from './route.js';
import type { Session } from './session.js';

export interface Turn {
  session: Session;
  receipt: { digits: string; until: number } | null;
  replies: Reply[];
  parcels: NewParcel[];
  claims: { blob: string; parcel: string }[];
  cutLog: boolean;
  /** To be deleted once this is committed. */
  discarded: FileValue[];
  /** A report was confirmed in this turn. */
  isReportKept: boolean;
}

/** What the turn stands on. `now` is the time of the inbound entry. */
export interface TurnBase {
  session: Session | null;
  receipt: { digits: string; until: number } | null;
  now: number;
  entropy: string;
  channel: 'web' | 'teams';
  /** What the person's client speaks, where the channel says so; for a conversation that is new. */
  language: Language | null;
  /** Tells the person that something slow has begun. */
  showTyping: () => void;
}

const newSession = (language: string): Session => ({
  v: 1,
  language,
  dialogue: emptyState,
  card: null,
  receiptCard: null,
});

const topAnswers = (session: Session) => session.dialogue.stack.at(-1)?.answers ?? {};

async function submit(house: House, turn: Turn, effect: Extract<Effect, { kind: 'submit' }>, now: number) {
  const { isDemonstration, formHashes, reportLifetime, receiptWindow } = house.circumstances;
  const language = turn.session.language;
  const formHash = formHashes[effect.form] ?? '';
  const { report, blobs } = buildReport(effect, { now, language, formHash, isDemonstration });
  const body = await house.sealer.seal(report);
  const urgent = isUrgent(report.triage.level);
  const meta = {
    reportId: report.reportId,
    form: `${report.form.id}/${report.form.version}`,
    urgent: urgent ? 'yes' : 'no',
    files: String(blobs.length),
    lookup: report.mailbox.lookup,
    publicKey: report.mailbox.publicKey,
  };
  turn.parcels.push({
    id: report.reportId,
    kind: 'report',
    meta,
    body,
    createdAt: now,
    due: now,
    expiresAt: now + reportLifetime,
  });
  turn.claims.push(...blobs.map((blob) => ({ blob, parcel: report.reportId })));
  turn.receipt = { digits: effect.fixed.receipt, until: now + receiptWindow };
  turn.cutLog = true;
  turn.isReportKept = true;
  turn.session = { ...turn.session, receiptCard: null };
  turn.replies.push({ kind: 'receipt', isDemonstration, isUrgent: urgent });
}

/** What has become of the report behind a receipt. Keeps nothing of it. */
export async function lookUp(house: House, receipt: unknown): Promise<Reply> {
  if (typeof receipt !== 'string' || !isReceipt(receipt)) return { kind: 'say', key: 'receipt.wrong' };
  const { lookup } = await house.mailboxKeys.derive(receipt);
  const mailbox = await house.mailboxes.find(lookup, house.clock.now());
  return { kind: 'status', status: mailbox?.status ?? 'unknown' };
}

async function converse(house: House, turn: Turn, happening: Happening, base: TurnBase): Promise<void> {
  const wasInDanger = topAnswers(turn.session).danger_now === 'yes';
  const moment = { now: base.now, zone: house.circumstances.zone, entropy: base.entropy };
  const { state, replies, effects } = advance(house.flows, turn.session.dialogue, { ...happening, ...moment });
  turn.session = { ...turn.session, dialogue: state };
  // What a finished form brought comes before the question that the dialogue goes back to; danger comes before any form.
  for (const effect of effects) {
    if (effect.kind !== 'complete') continue;
    base.showTyping();
    turn.replies.push(await lookUp(house, effect.answers.receipt));
  }
  if (!wasInDanger && topAnswers(turn.session).danger_now === 'yes') turn.replies.push({ kind: 'danger' });
  turn.replies.push(...replies);
  for (const effect of effects) {
    if (effect.kind === 'discard') turn.discarded.push(...effect.files);
    if (effect.kind === 'submit') await submit(house, turn, effect, base.now);
    if (effect.kind === 'fix') {
      base.showTyping();
      const value = await house.mailboxKeys.derive(effect.receipt);
      await converse(house, turn, { kind: 'result', name: 'fixed', value }, base);
    }
  }
}

function erase(turn: Turn): void {
  const frames = turn.session.dialogue.stack;
  turn.discarded.push(...frames.flatMap((frame) => [...filesOf(frame.answers), ...filesOf(frame.previous)]));
  turn.session = newSession(turn.session.language);
  turn.receipt = null;
  turn.cutLog = true;
  turn.replies.push({ kind: 'say', key: 'data.erased', actions: ['menu.show'] });
}

async function changeLanguage(house: House, turn: Turn, language: string, base: TurnBase): Promise<void> {
  const { languages, isDemonstration, takesReports } = house.circumstances;
  if (languages.includes(language)) turn.session = { ...turn.session, language };
  turn.replies.push({ kind: 'say', key: 'dialogue.languageChanged' });
  if (turn.session.dialogue.stack.length === 0) {
    turn.replies.push({ kind: 'welcome', isDemonstration, takesReports, isAgain: false });
  } else {
    await converse(house, turn, { kind: 'command', command: { name: 'repeat' }, card: null }, base);
  }
}

async function take(house: House, turn: Turn, step: Step, base: TurnBase): Promise<void> {
  const { isDemonstration, takesReports } = house.circumstances;
  switch (step.kind) {
    case 'dialogue':
      return converse(house, turn, step.happening, base);
    case 'say':
      turn.replies.push(step);
      return;
    case 'welcome':
      turn.replies.push({ kind: 'welcome', isDemonstration, takesReports, isAgain: step.isAgain });
      return;
    case 'language':
      return changeLanguage(house, turn, step.language, base);
    case 'saved':
      turn.receipt = null;
      // The message that showed it is drawn again, without it.
      if (turn.session.receiptCard) turn.replies.push({ kind: 'receipt', isDemonstration, isUrgent: false });
      turn.replies.push({ kind: 'say', key: 'receipt.saved', actions: ['menu.show', 'comeback.start'] });
      return;
    case 'erase':
      return erase(turn);
  }
}

/**
 * What a channel that sends no start of its own needs before `steps`: the welcome, with its notice, for somebody new. A first
 * word that says nothing is answered by the welcome alone; a second start by nothing.
 */
function greet(input: Input, steps: Step[], isNew: boolean): Step[] {
  if (input.kind === 'start') return isNew ? steps : [];
  if (!isNew) return steps;
  const saysNothing = (step: Step) =>
    step.kind === 'welcome' || (step.kind === 'say' && step.key === 'dialogue.notUnderstood');
  const isGreeting = steps.every(saysNothing);
  return [{ kind: 'welcome', isAgain: false }, ...(isGreeting ? [] : steps)];
}

/** Throws only what a port throws; nothing has changed then. */
export async function takeTurn(house: House, input: Input, base: TurnBase): Promise<Turn> {
  const language =
    input.kind === 'start' ? input.language : (base.language ?? house.circumstances.languages[0] ?? 'en');
  const turn: Turn = {
    session: base.session ?? newSession(language),
    receipt: base.receipt,
    replies: [],
    parcels: [],
    claims: [],
    cutLog: false,
    discarded: [],
    isReportKept: false,
  };
  const situation = {
    dialogue: turn.session.dialogue,
    takesReports: house.circumstances.takesReports,
    isReceiptShown: base.receipt !== null,
    channel: base.channel,
  };
  const routed = route(input, house.lexicon, situation);
  const steps = base.channel === 'teams' ? greet(input, routed, base.session === null) : routed;
  for (const step of steps) await take(house, turn, step, base);
  return turn;
}
