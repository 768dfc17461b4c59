// A visitor without a browser: speaks Direct Line 3.0 as the stock client does, by polling, and reads what the bot answers.
import assert from 'node:assert/strict';

export interface Activity {
  id: string;
  type: string;
  timestamp: string;
  from: { id: string; role: string };
  text?: string;
  locale?: string;
  replyToId?: string;
  attachments?: { contentType: string; content: Card }[];
  suggestedActions?: { actions: { title: string; value: unknown }[] };
  channelData?: Record<string, unknown>;
}

export interface Card {
  version: string;
  body: unknown[];
  actions?: CardAction[];
}

export interface CardAction {
  type: string;
  title: string;
  data: Record<string, unknown>;
}

export interface Visitor {
  readonly token: string;
  readonly conversation: string;
  /** Everything seen so far, newest version of each activity, in order of time. */
  seen(): Activity[];
  /** Polls until `test` holds of what the bot has said; fails after `ms`. */
  until(test: (said: Activity[]) => boolean, ms?: number): Promise<Activity[]>;
  post(activity: Record<string, unknown>): Promise<number>;
  say(text: string): Promise<number>;
  /** Submits the present card with an action of it, as the client would. */
  press(action: string, values?: Record<string, unknown>): Promise<number>;
  upload(name: string, type: string, content: Uint8Array): Promise<number>;
  poll(): Promise<number>;
  /** Goes on against another process at another address. */
  moveTo(base: string): void;
  /** All data of the actions of the newest live card. */
  cardActions(): Record<string, unknown>[];
  /** Card and text of everything the bot said. */
  words(): string;
}

const botSaid = (activity: Activity) => activity.from.role === 'bot' && activity.type === 'message';

/** All actions of a card, wherever they stand in it. */
export function actionsOf(card: unknown): CardAction[] {
  if (Array.isArray(card)) return card.flatMap(actionsOf);
  if (typeof card !== 'object' || card === null) return [];
  const own = (card as CardAction).type === 'Action.Submit' ? [card as CardAction] : [];
  return [...own, ...Object.values(card).flatMap(actionsOf)];
}

const cardOf = (activity: Activity) =>
  activity.attachments?.find(({ contentType }) => contentType === 'application/vnd.microsoft.card.adaptive')?.content;

export async function visit(address: string, locale = 'en-US'): Promise<Visitor> {
  let base = address;
  let sent = 0;
  let watermark = '0';
  const activities = new Map<string, Activity>();
  const started = await fetch(`${base}/chat/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ locale }),
  });
  assert.equal(started.status, 201);
  const { token, conversationId } = (await started.json()) as { token: string; conversationId: string };
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const at = () => `${base}/v3/directline/conversations/${encodeURIComponent(conversationId)}`;
  const opened = await fetch(`${base}/v3/directline/conversations`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ locale }),
  });
  assert.equal(opened.status, 201);
  await opened.arrayBuffer();

  const visitor: Visitor = {
    token,
    conversation: conversationId,
    seen: () => [...activities.values()].sort((a, b) => a.timestamp.localeCompare(b.timestamp)),
    async poll() {
      const response = await fetch(`${at()}/activities?watermark=${watermark}`, { headers });
      if (response.status === 200) {
        const set = (await response.json()) as { activities: Activity[]; watermark: string };
        watermark = set.watermark;
        for (const activity of set.activities) activities.set(activity.id, activity);
      } else {
        await response.arrayBuffer();
      }
      return response.status;
    },
    async until(test, ms = 10_000) {
      const end = Date.now() + ms;
      for (;;) {
        const status = await visitor.poll().catch(() => 0);
        const said = visitor.seen().filter(botSaid);
        if (test(said)) return said;
        if (Date.now() > end)
          assert.fail(`nothing such was said (last status ${status}): ${visitor.words().slice(-2000)}`);
        await new Promise((resolve) => setTimeout(resolve, 15));
      }
    },
    async post(activity) {
      sent += 1;
      const body = {
        locale,
        textFormat: 'plain',
        from: { id: 'whoever', role: 'user' },
        channelData: { clientActivityID: `${conversationId}-${sent}`, postBack: activity.text === undefined },
        type: 'message',
        ...activity,
      };
      const response = await fetch(`${at()}/activities`, { method: 'POST', headers, body: JSON.stringify(body) });
      await response.arrayBuffer();
      return response.status;
    },
    say: (text) => visitor.post({ text }),
    press(action, values = {}) {
      const data = visitor.cardActions().find((item) => item.action === action);
      assert.ok(data, `the card has no ${action}: ${JSON.stringify(visitor.cardActions())}`);
      return visitor.post({ value: { ...values, ...data } });
    },
    async upload(name, type, content) {
      const form = new FormData();
      sent += 1;
      const activity = {
        type: 'message',
        locale,
        from: { id: 'whoever' },
        attachments: [{ contentType: type, name }],
        channelData: { clientActivityID: `${conversationId}-${sent}` },
      };
      form.append(
        'activity',
        new Blob([JSON.stringify(activity)], { type: 'application/vnd.microsoft.activity' }),
        'blob',
      );
      form.append('file', new Blob([content], { type }), name);
      const response = await fetch(`${at()}/upload?userId=x`, {
        method: 'POST',
        headers: { authorization: headers.authorization },
        body: form,
      });
      await response.arrayBuffer();
      return response.status;
    },
    moveTo(other) {
      base = other;
    },
    cardActions() {
      const cards = visitor.seen().filter(botSaid).map(cardOf);
      const live = cards.findLast(
        (card) => card !== undefined && actionsOf(card).some(({ data }) => data.rev !== undefined),
      );
      return live ? actionsOf(live).map(({ data }) => data) : [];
    },
    words: () =>
      visitor
        .seen()
        .map((activity) => JSON.stringify([activity.text, cardOf(activity)?.body]))
        .join('\n'),
  };
  return visitor;
}

/** Waits until the question of `step` is asked. */
export const untilAsked = (visitor: Visitor, step: string, ms?: number) =>
  visitor.until(() => visitor.cardActions().some((data) => data.action === 'step.next' && data.step === step), ms);

export const untilReview = (visitor: Visitor, ms?: number) =>
  visitor.until(() => visitor.cardActions().some((data) => data.action === 'review.confirm'), ms);

const receiptPattern = /\b(\d{4} \d{4} \d{4} \d{4} \d)\b/;

/** The receipt on the screen, or null. */
export const shownReceipt = (visitor: Visitor): string | null => receiptPattern.exec(visitor.words())?.[1] ?? null;

/** A report with one answer, up to its review. */
export async function reportToReview(visitor: Visitor, what: string): Promise<void> {
  await visitor.post({ value: { action: 'report.start' } });
  await untilAsked(visitor, 'danger_now');
  await visitor.press('step.next', { danger_now: 'no' });
  await untilAsked(visitor, 'what');
  await visitor.press('step.next', { what });
  await untilAsked(visitor, 'ongoing');
  await visitor.press('form.review');
  await untilReview(visitor);
}
