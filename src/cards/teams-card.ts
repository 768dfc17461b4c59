// Turns a card's actions into those of Teams: Action.Execute, so that the next card can take this one's place, with the same as
// Action.Submit for clients that cannot; what opens a dialog stays a Submit. It changes nothing else of a card.
import type { Action } from '../core/chat/message.js';
import type { Card, TemplateSet } from './create-template-set.js';

/** What is shown and taken in a dialog only. */
const dialogs: readonly Action[] = ['receipt.show', 'comeback.start'];

interface Submit extends Card {
  type: 'Action.Submit';
  data: Record<string, unknown>;
}

const isSubmit = (node: object): node is Submit => 'type' in node && node.type === 'Action.Submit';

function toTeamsAction(submit: Submit): Card {
  const { data } = submit;
  const action = dialogs.find((name) => name === data.action);
  if (action) return { ...submit, data: { ...data, msteams: { type: 'task/fetch' } } };
  return { ...submit, type: 'Action.Execute', verb: data.action, fallback: submit };
}

function convert(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(convert);
  if (typeof node !== 'object' || node === null) return node;
  if (isSubmit(node)) return toTeamsAction(node);
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, convert(value)]));
}

/** The same templates, drawn for Teams; so that what is measured against the size that Teams takes is what is sent. */
export function teamsTemplates(set: TemplateSet): TemplateSet {
  return { bind: (name, data) => convert(set.bind(name, data)) as Card };
}
