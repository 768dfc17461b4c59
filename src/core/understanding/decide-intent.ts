// Decides what a message wants, from the weights of its phrases and from what was found in it. Only a whole message is a command.
import type { Hit } from './match-phrases.js';
import type { Token } from './tokens.js';
import { intents, type Intent, type Slots } from './understood.js';
import { weighLabels } from './weigh-labels.js';

const longestCommand = 9;
/** From here on what somebody says of their own agreement, interest or report outweighs that they ask. */
const decisive = 7;

/** Every word of the message belongs to a command or to its courtesies. */
function isCommand(hits: readonly Hit[], tokens: readonly Token[]): boolean {
  if (tokens.length === 0 || tokens.length > longestCommand) return false;
  const commands = hits.filter(({ topic }) => topic === 'command');
  if (!commands.some(({ label }) => label === 'do')) return false;
  return tokens.every((_, at) => commands.some(({ from, to }) => from <= at && at < to));
}

/** What the found values say for a report: numbers of cargo and vehicles, suspected goods, a step, a moment, danger. */
function reportWeight(slots: Slots): number {
  const identifiers = [slots.plates, slots.containers, slots.mrns, slots.imos, slots.awbs, slots.seals];
  const count = identifiers.filter((list) => list && list.length > 0).length;
  return (
    Math.min(count, 2) * 1.5 +
    (slots.goods ? 2 : 0) +
    (slots.stage ? 1.5 : 0) +
    (slots.orgnrs || slots.eoris ? 0.5 : 0) +
    (slots.date ? 1 : 0) +
    (slots.time ? 0.5 : 0) +
    (slots.places ? 0.5 : 0) +
    (slots.ongoing === undefined ? 0 : 1) +
    (slots.danger ? 4 : 0)
  );
}

/** `asks`: how much of the message is a question: 0 nothing, 1 a part, 2 all of it. */
export function decideIntent(hits: readonly Hit[], tokens: readonly Token[], slots: Slots, asks: 0 | 1 | 2): Intent {
  if (isCommand(hits, tokens)) return 'command';
  const scores = new Map<Intent, number>(intents.map((intent) => [intent, 0]));
  const add = (intent: Intent, weight: number) => scores.set(intent, (scores.get(intent) ?? 0) + weight);
  const subject = Math.min(3, weighLabels(hits, 'subject')[0]?.weight ?? 0);
  for (const { label, weight } of weighLabels(hits, 'intent')) {
    const intent = intents.find((name) => name === label);
    if (intent) add(intent, intent === 'question' ? Math.min(weight, subject > 0 ? 6 : 1) : weight);
  }
  const report = reportWeight(slots);
  add('report', report);
  if (asks > 0) add('question', subject > 0 ? subject + asks : 0);
  if (asks === 2 && !slots.danger) add('report', -Math.min(report, 2));
  const told = scores.get('report') ?? 0;
  if (told >= 3) scores.set('other', Math.min(scores.get('other') ?? 0, 2));
  const own = Math.max(...(['agreement', 'interest', 'followup'] as const).map((intent) => scores.get(intent) ?? 0));
  if (own >= decisive) scores.set('question', Math.min(scores.get('question') ?? 0, decisive - 1));
  const ranked = [...scores].sort((one, other) => other[1] - one[1]);
  const [best] = ranked;
  return best && best[1] >= 1.5 ? best[0] : 'other';
}
