import assert from 'node:assert/strict';
import { actions } from '../../src/core/chat/message.js';
import { everyDrawing } from './every-reply.js';
import { bytesOf, complaintsOf, inputsOf, markdownOf, nodesOf, submitsOf } from './parse-card.js';

const cases = everyDrawing();
const cards = cases.flatMap(({ name, reply, drawn }) => (drawn.card ? [{ name, reply, card: drawn.card }] : []));
const failing = <T extends { name: string }>(all: T[], isWrong: (one: T) => boolean) =>
  all.filter(isWrong).map(({ name }) => name);

const elements = new Set([
  ...['AdaptiveCard', 'TextBlock', 'RichTextBlock', 'TextRun', 'Container', 'ActionSet'],
  ...['Input.Text', 'Input.Date', 'Input.Time', 'Input.ChoiceSet', 'Action.Submit', 'Action.OpenUrl'],
  ...['Action.Execute'],
]);

describe('every card', () => {
  it('is drawn for every reply, language and channel', () => {
    assert.ok(cases.length > 1000, `only ${cases.length} drawings`);
    assert.ok(cards.length > 900, `only ${cards.length} cards`);
  });

  it('is read by the real renderer without a complaint', () => {
    const complaints = cards.flatMap(({ name, card }) => complaintsOf(card).map((message) => `${name}: ${message}`));
    assert.deepEqual(complaints, []);
  });

  it('is version 1.5 exactly, and uses known elements only', () => {
    assert.deepEqual(
      failing(cards, ({ card }) => card.version !== '1.5' || card.type !== 'AdaptiveCard'),
      [],
    );
    const unknown = cards.flatMap(({ name, card }) =>
      nodesOf(card).flatMap(({ type }) => (elements.has(String(type)) ? [] : [`${name}: ${String(type)}`])),
    );
    assert.deepEqual(unknown, []);
  });

  it('has a label and an error message on every input, and each id once', () => {
    assert.deepEqual(
      failing(cards, ({ card }) =>
        inputsOf(card).some(({ id, label }) => typeof label !== 'string' || label.trim() === '' || !id),
      ),
      [],
    );
    assert.deepEqual(
      failing(
        cards,
        ({ reply, card }) => reply.kind === 'ask' && inputsOf(card).some(({ errorMessage }) => !errorMessage),
      ),
      [],
    );
    assert.deepEqual(
      failing(cards, ({ card }) => new Set(inputsOf(card).map(({ id }) => id)).size !== inputsOf(card).length),
      [],
    );
  });

  it('is under 25 kB, and has at most six actions at its foot', () => {
    assert.deepEqual(
      failing(cards, ({ card }) => bytesOf(card) >= 25_000),
      [],
    );
    assert.deepEqual(
      failing(cards, ({ card }) => ((card.actions as unknown[] | undefined) ?? []).length > 6),
      [],
    );
  });

  it('leaves no expression of the template behind, in no text and no number', () => {
    assert.deepEqual(
      failing(cards, ({ card }) => JSON.stringify(card).includes('${')),
      [],
    );
    assert.deepEqual(
      failing(cards, ({ card }) => markdownOf(card).some((text) => text.trim() === '')),
      [],
    );
  });

  it('sends only actions of the closed list, as an object, with form, step and revision', () => {
    for (const { name, reply, card } of cards) {
      for (const { data } of submitsOf(card)) {
        assert.ok(actions.includes(data.action as never), `${name}: ${String(data.action)}`);
        if (reply.kind === 'ask') {
          assert.deepEqual({ ...data, action: '' }, { action: '', form: reply.form, step: reply.step, rev: 7 }, name);
        }
        if (reply.kind === 'review') assert.equal(data.rev, reply.rev, name);
      }
    }
  });

  it('lets no required input block another button than Next', () => {
    for (const { name, reply, card } of cards) {
      if (reply.kind !== 'ask' && reply.kind !== 'review') continue;
      for (const { data, associatedInputs } of submitsOf(card)) {
        const takesInputs = data.action === 'step.next' || (data.action === 'review.edit' && data.step === undefined);
        assert.equal(associatedInputs, takesInputs ? 'auto' : 'none', `${name} ${String(data.action)}`);
      }
    }
  });

  it('acts in Teams by Execute with the same as Submit behind it, and by dialogs where a receipt is concerned', () => {
    for (const { name, card } of cards.filter((one) => one.name.includes('teams'))) {
      const executes = nodesOf(card).filter(({ type }) => type === 'Action.Execute');
      const fallbacks = executes.map(({ fallback }) => fallback);
      for (const { fallback, verb, ...action } of executes) {
        assert.deepEqual(fallback, { ...action, type: 'Action.Submit' }, name);
        assert.equal(verb, (action.data as Record<string, unknown>).action, name);
      }
      for (const submit of submitsOf(card).filter((node) => !fallbacks.includes(node))) {
        assert.ok(['receipt.show', 'comeback.start'].includes(String(submit.data.action)), name);
        assert.deepEqual(submit.data.msteams, { type: 'task/fetch' }, name);
      }
    }
  });

  it('holds no receipt in a Teams chat', () => {
    assert.deepEqual(
      failing(cases, ({ name, reply, drawn }) => {
        const digits = /\d{4} \d{4} \d{4} \d{4} \d/.test(JSON.stringify(drawn));
        return reply.kind === 'receipt' && name.includes('teams') && digits;
      }),
      [],
    );
  });

  it('never asks for a style that Web Chat draws without a label', () => {
    assert.deepEqual(
      failing(cards, ({ card }) => inputsOf(card).some(({ style }) => style === 'filtered')),
      [],
    );
  });

  it('marks Next, Send and the receipt as the way on', () => {
    const positive = ['step.next', 'review.confirm', 'receipt.saved'];
    for (const { name, card } of cards) {
      for (const { data, style } of submitsOf(card)) {
        const isWayOn = positive.includes(String(data.action));
        assert.equal(style === 'positive', isWayOn, `${name} ${String(data.action)}`);
      }
    }
  });
});

describe('every text twin', () => {
  it('says something, without raw keys and expressions', () => {
    const key = /\b(form|dialogue|card|how|action|problem|review|receipt|status|welcome|danger|option)\.[a-z]\w*/;
    assert.deepEqual(
      failing(cases, ({ drawn }) => drawn.text.trim() === '' || drawn.text.includes('${') || drawn.text.includes('…')),
      [],
    );
    assert.deepEqual(
      failing(cases, ({ drawn }) => key.test(drawn.text)),
      [],
    );
  });

  it('holds the question and every option of an ask, and how to go on', () => {
    for (const { name, reply, drawn } of cases) {
      if (reply.kind !== 'ask') continue;
      assert.ok(drawn.text.includes(String(markdownOf(drawn.card)[1])), name);
      const choices = inputsOf(drawn.card).flatMap(({ choices: offered }) => (offered as { title: string }[]) ?? []);
      for (const { title } of choices) assert.ok(drawn.text.includes(title), `${name}: ${title}`);
    }
  });

  it('has short titles on its buttons', () => {
    const titles = cases.flatMap(({ drawn }) => [...drawn.buttons, ...submitsOf(drawn.card)].map(({ title }) => title));
    assert.deepEqual(
      [...new Set(titles)].filter((title) => title.trim() === '' || title.length > 50),
      [],
    );
  });
});
