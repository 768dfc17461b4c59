// Keeps a card under the size that Teams takes. It shortens only what is shown, and says so; what is sent stays whole.
import type { AnswerLine } from './answer-lines.js';
import { literalText } from './literal-text.js';
import type { Card } from './create-template-set.js';
import type { Voice } from './create-voice.js';

/** Bytes; Teams takes more, but older clients grow slow. */
const maxBytes = 24_000;
/** Characters of a value that are shown, tried from the left. */
const limits = [600, 300, 150, 80, 40];

const encoder = new TextEncoder();

/** Does not cut a character in two. */
const cut = (text: string, length: number) => text.slice(0, length).replace(/[\uD800-\uDBFF]$/, '');

export function shortenLines(voice: Voice, lines: AnswerLine[], limit: number): AnswerLine[] {
  return lines.map(({ label, text }) => ({
    label,
    text: literalText(text.length > limit ? voice.say('review.shortened', { text: cut(text, limit) }) : text),
  }));
}

/** The card drawn with the longest limit that fits, or with the shortest. */
export function fittingCard(draw: (limit: number) => Card): Card {
  let card: Card = {};
  for (const limit of limits) {
    card = draw(limit);
    if (encoder.encode(JSON.stringify(card)).length <= maxBytes) return card;
  }
  return card;
}
