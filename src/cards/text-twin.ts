// Puts the text twin of a card together: what the card says, in words, for those who see no card. It is plain text, never Markdown.
import type { AnswerLine } from './answer-lines.js';

/** Paragraphs with a blank line between; empty ones are left out. */
export const paragraphs = (...texts: (string | string[])[]): string =>
  texts
    .flat()
    .filter((text) => text !== '')
    .join('\n\n');

export const bullets = (items: string[]): string => items.map((item) => `- ${item}`).join('\n');

/** `Label: text`, with text of several lines below its label. */
export const linesText = (lines: AnswerLine[]): string =>
  lines
    .map(({ label, text }) => {
      if (label === '') return text;
      return text.includes('\n') ? `${label}:\n${text}` : `${label}: ${text}`;
    })
    .join('\n');
