import assert from 'node:assert/strict';
import type { Reply } from '../../src/core/chat/message.js';
import { literalText } from '../../src/cards/literal-text.js';
import { answersTo, askOf, builderOf, contextOf, fileOf, forms, reviewOf } from './every-reply.js';
import { complaintsOf, inputsOf, markdownOf, nodesOf, plainOf } from './parse-card.js';

const { draw } = builderOf();

/** What people, or those who wish them ill, may write. */
const hostile = [
  '*bold* _it_ **b** ~~s~~ `code`',
  '[click](https://evil.example) ![x](https://evil.example/p.png) <img src=x onerror=alert(1)>',
  '# heading\n- item\n1. one\n> quote\n---',
  'https://evil.example www.evil.example a@b.example',
  '${step} ${$root.rev} ${json(\'{"a":1}\')} `${x}` $' + '{',
  '{"type":"AdaptiveCard"} \\" \\n \\u0000',
  "it's {what} '{' {count, plural, other {x}} <b>#</b>",
  '&lt;b&gt; &amp; %s %d {{x}} {0}',
];
const dates = '{{DATE(2026-05-12T10:00:00Z, SHORT)}} {{TIME(2026-05-12T10:00:00Z)}}';
const marked = (text: string) => `zqx ${text} xqz`;

const repliesWith = (text: string): Reply[] => [
  reviewOf(text),
  ...forms.flatMap((form) =>
    form.steps.flatMap((step): Reply[] => {
      const answers = answersTo(step, text);
      return [
        askOf(form.id, step.id, { values: answers }),
        { kind: 'answered', form: form.id, step: step.id, outcome: 'answered', answers },
      ];
    }),
  ),
];

describe('what a person wrote', () => {
  for (const text of [...hostile, dates]) {
    it(`comes out as it was typed: ${text.split('\n')[0]?.slice(0, 40)}`, () => {
      for (const reply of repliesWith(marked(text))) {
        const { card, text: twin } = draw(reply, contextOf('en'));
        assert.deepEqual(complaintsOf(card), []);
        const shown = [...plainOf(card), ...inputsOf(card).map(({ value }) => String(value))];
        const own = shown.filter((one) => one.includes('zqx'));
        for (const one of own) {
          // short fields hold the beginning only, and a file has its size behind its name
          const back = one.replaceAll('\u2060', '').replace(/ \(2 kB\)$/, '');
          assert.ok(back.includes(marked(text)) || marked(text).startsWith(back), `${reply.kind}: ${one}`);
        }
        if (reply.kind === 'review') assert.ok(twin.includes(marked(text)), twin);
      }
      const what = draw(askOf('report', 'what', { values: { what: marked(text) } }), contextOf('en'));
      assert.equal(inputsOf(what.card)[0]?.value, marked(text));
      const answers = { what: marked(text) };
      const answered = draw(
        { kind: 'answered', form: 'report', step: 'what', outcome: 'answered', answers },
        contextOf('en'),
      );
      assert.deepEqual(plainOf(answered.card), [literalText(marked(text))]);
    });
  }

  it('stands only where no client reads Markdown: in TextRuns and in the values of inputs', () => {
    for (const reply of repliesWith('zqx *a* [b](https://c.example)')) {
      const { card } = draw(reply, contextOf('en'));
      assert.ok(
        markdownOf(card).every((text) => !text.includes('zqx')),
        reply.kind,
      );
      for (const node of nodesOf(card)) {
        const allowed = node.type === 'TextRun' ? 'text' : 'value';
        for (const [name, value] of Object.entries(node)) {
          if (typeof value === 'string' && value.includes('zqx')) assert.equal(name, allowed, `${reply.kind} ${name}`);
        }
      }
    }
  });

  it('is not read as a date function by the renderer', () => {
    const { card } = draw(reviewOf(dates), contextOf('en'));
    const shown = plainOf(card).filter((text) => text.includes('DATE('));
    assert.ok(shown.length > 5);
    assert.ok(shown.every((text) => !/\{\{(DATE|TIME)\(/.test(text)));
  });

  it('cannot give a file name that acts', () => {
    const files = [fileOf('${step} {{DATE(2026-05-12T10:00:00Z)}} *x*.jpg')];
    const { card } = draw(askOf('report', 'attachments', { values: { attachments: files } }), contextOf('en'));
    assert.deepEqual(plainOf(card), ['${step} {\u2060{DATE(2026-05-12T10:00:00Z)}} *x*.jpg (2 kB)']);
    const params = { name: "{count} '{' <b>${x}.jpg", max: 1 };
    const said = draw({ kind: 'say', key: 'dialogue.fileTooLarge', params }, contextOf('en'));
    assert.ok(said.text.startsWith("{count} '{' <b>${x}.jpg is too large"));
  });

  it('leaves ordinary braces alone', () => {
    assert.equal(literalText('{{name}} {DATE} {{DATE'), '{{name}} {DATE} {{DATE');
    assert.equal(literalText('{{{DATE(x)}}'), '{{\u2060{DATE(x)}}');
  });
});
