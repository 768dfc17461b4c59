// Reads a card as the real renderer does, and walks through it. It accepts nothing that the renderer complains about.
import { createRequire } from 'node:module';

export type Node = Record<string, unknown>;

interface Rendering {
  AdaptiveCard: new () => { parse(json: unknown, context: unknown): void; version: unknown };
  SerializationContext: new (version: unknown) => {
    eventCount: number;
    getEventAt(index: number): { message: string };
  };
  Version: new (major: number, minor: number) => unknown;
}

// the package's types do not compile and its ESM entry does not load in Node; its bundle does
const rendering = createRequire(import.meta.url)('adaptivecards/dist/adaptivecards.js') as Rendering;

/** What the renderer has to complain about; nothing for a sound card. */
export function complaintsOf(card: unknown): string[] {
  const context = new rendering.SerializationContext(new rendering.Version(1, 5));
  new rendering.AdaptiveCard().parse(card, context);
  return Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index).message);
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every element and action of a card, the card first. */
export function nodesOf(value: unknown): Node[] {
  if (Array.isArray(value)) return value.flatMap(nodesOf);
  if (!isNode(value)) return [];
  const inner = Object.entries(value).flatMap(([name, child]) => (name === 'data' ? [] : nodesOf(child)));
  return 'type' in value ? [value, ...inner] : inner;
}

export const inputsOf = (card: unknown): Node[] =>
  nodesOf(card).filter(({ type }) => String(type).startsWith('Input.'));
export const submitsOf = (card: unknown): (Node & { data: Node; title: string })[] =>
  nodesOf(card).filter(({ type }) => type === 'Action.Submit') as (Node & { data: Node; title: string })[];

/** Every text of a TextBlock: what a client reads as Markdown. */
export const markdownOf = (card: unknown): string[] =>
  nodesOf(card)
    .filter(({ type }) => type === 'TextBlock')
    .map(({ text }) => String(text));

/** Every text that a client shows as it is. */
export const plainOf = (card: unknown): string[] =>
  nodesOf(card)
    .filter(({ type }) => type === 'TextRun')
    .map(({ text }) => String(text));

export const bytesOf = (card: unknown): number => Buffer.byteLength(JSON.stringify(card));
