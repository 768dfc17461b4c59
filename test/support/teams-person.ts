// A person in Teams: sends activities as Teams does, and sees what the connector and the answers to invokes put on the screen.
import assert from 'node:assert/strict';
import type { FakeBotFramework, Sent } from './fake-botframework.js';
import { appId, tenant } from './fake-botframework.js';
import { type CardAction } from './visitor.js';

export type Raw = Record<string, unknown>;

export interface Answered {
  status: number;
  body: unknown;
}

export interface TeamsPerson {
  readonly conversation: string;
  /** Sends an activity with what every one of Teams has; `change` adds to it and replaces. */
  send(change: Raw, token?: string): Promise<Answered>;
  say(text: string): Promise<Answered>;
  /** Presses a button of the live card as Teams does for Action.Execute; a card in the answer takes its place. */
  press(action: string, values?: Raw): Promise<Answered>;
  /** The same as Action.Submit: a message with a value. */
  submit(action: string, values?: Raw): Promise<Answered>;
  dialog(name: 'task/fetch' | 'task/submit', data: Raw): Promise<Answered>;
  /** Everything in this chat now, oldest first. */
  seen(): (Sent & { id: string })[];
  words(): string;
  /** The newest card with buttons, as its message's id and actions. */
  live(): { id: string; actions: CardAction[] } | null;
  until(test: () => boolean, ms?: number): Promise<void>;
  /** The bot has moved to another address. */
  moveTo(base: string): void;
}

/** All actions of a card, wherever they stand; an Execute without its fallback. */
export function teamsActionsOf(node: unknown): CardAction[] {
  if (Array.isArray(node)) return node.flatMap(teamsActionsOf);
  if (typeof node !== 'object' || node === null) return [];
  const action = node as CardAction;
  if (action.type === 'Action.Execute' || action.type === 'Action.Submit') return [action];
  return Object.values(node).flatMap(teamsActionsOf);
}

/** What Teams does with a card in the answer to an action of a card. */
function putInPlace(fake: FakeBotFramework, { replyToId }: Raw, body: unknown): void {
  const { type, value } = (typeof body === 'object' && body !== null ? body : {}) as { type?: string; value?: Raw };
  const old = fake.messages.get(String(replyToId));
  if (!old || !value || type !== 'application/vnd.microsoft.card.adaptive') return;
  fake.messages.set(String(replyToId), { ...old, attachments: [{ contentType: type, content: value }] });
}

let people = 0;

export function meetInTeams(address: string, fake: FakeBotFramework, locale = 'en-US'): TeamsPerson {
  people += 1;
  const number = people;
  const conversation = `a:chat-of-Anna-${number}`;
  let base = address;
  let sent = 0;

  const person: TeamsPerson = {
    conversation,
    async send(change, token = fake.sign()) {
      sent += 1;
      const activity = {
        type: 'message',
        id: `f:${number}-${sent}`,
        timestamp: new Date().toISOString(),
        channelId: 'msteams',
        serviceUrl: fake.serviceUrl,
        from: { id: `29:anna-${number}`, name: 'Anna Partner', aadObjectId: `oid-of-anna-${number}` },
        recipient: { id: `28:${appId}`, name: 'Bot' },
        conversation: { id: conversation, conversationType: 'personal', tenantId: tenant },
        channelData: { tenant: { id: tenant } },
        locale,
        entities: [{ type: 'clientInfo', locale, country: 'SE', platform: 'Web', timezone: 'Europe/Stockholm' }],
        ...change,
      };
      const response = await fetch(`${base}/api/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json; charset=utf-8', authorization: `Bearer ${token}` },
        body: JSON.stringify(activity),
      });
      const text = await response.text();
      const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
      const body = isJson ? (JSON.parse(text) as unknown) : text;
      putInPlace(fake, change, body);
      return { status: response.status, body };
    },
    say: (text) =>
      person.send({ text, textFormat: 'plain', attachments: [{ contentType: 'text/html', content: text }] }),
    async press(action, values = {}) {
      const card = person.live();
      const found = card?.actions.find(({ data }) => data.action === action);
      assert.ok(card && found, `no button ${action}: ${person.words().slice(-1500)}`);
      const value = {
        action: { type: 'Action.Execute', verb: action, data: { ...found.data, ...values } },
        trigger: 'manual',
      };
      return person.send({ type: 'invoke', name: 'adaptiveCard/action', value, replyToId: card.id });
    },
    async submit(action, values = {}) {
      const card = person.live();
      const found = card?.actions.find(({ data }) => data.action === action);
      assert.ok(card && found, `no button ${action}`);
      return person.send({ value: { ...found.data, ...values }, replyToId: card.id });
    },
    dialog: (name, data) => person.send({ type: 'invoke', name, value: { data, context: { theme: 'default' } } }),
    seen: () =>
      [...fake.messages]
        .filter(([, message]) => message.conversation === conversation)
        .map(([id, message]) => ({ ...message, id })),
    words: () =>
      person
        .seen()
        .map(({ text, attachments }) => JSON.stringify([text, attachments]))
        .join('\n'),
    live() {
      const card = person.seen().findLast(({ attachments }) => teamsActionsOf(attachments).length > 0);
      return card ? { id: card.id, actions: teamsActionsOf(card.attachments) } : null;
    },
    async until(test, ms = 10_000) {
      const end = Date.now() + ms;
      while (!test()) {
        if (Date.now() > end) assert.fail(`nothing such was said: ${person.words().slice(-3000)}`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    moveTo(other) {
      base = other;
    },
  };
  return person;
}

/** Waits until the question of `step` is asked. */
export const untilAskedInTeams = (person: TeamsPerson, step: string) =>
  person.until(
    () => person.live()?.actions.some(({ data }) => data.action === 'step.next' && data.step === step) ?? false,
  );

export const untilReviewInTeams = (person: TeamsPerson) =>
  person.until(() => person.live()?.actions.some(({ data }) => data.action === 'review.confirm') ?? false);

/** A report with one answer, up to its review. */
export async function teamsReportToReview(person: TeamsPerson, what: string): Promise<void> {
  await person.send({ type: 'installationUpdate', action: 'add' });
  await person.until(() => person.live() !== null);
  await person.press('report.start');
  await untilAskedInTeams(person, 'danger_now');
  await person.press('step.next', { danger_now: 'no' });
  await untilAskedInTeams(person, 'what');
  await person.press('step.next', { what });
  await untilAskedInTeams(person, 'ongoing');
  await person.press('form.review');
  await untilReviewInTeams(person);
}

/** A receipt as it is shown. */
export const receiptPattern = /\b\d{4} \d{4} \d{4} \d{4} \d\b/;
