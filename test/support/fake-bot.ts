// The bot of the channel's tests: echoes words, shows one small card and freezes it when it is answered, changes language,
// shows and hides a receipt. Its drawings are plain, but real Adaptive Cards.
import { maskReceipts } from '../../src/core/reports/receipt.js';
import type { Draw } from '../../src/adapters/directline/to-activities.js';
import type { Action, DrawContext, Drawn, Reply } from '../../src/core/chat/message.js';
import type { Script, ScriptedTurn } from './fake-chat.js';

export { maskReceipts };

const asText = (value: unknown) => (typeof value === 'string' ? value : '');

const words = (text: string, actions: Action[] = []): Reply => ({
  kind: 'say',
  key: 'text',
  params: { text },
  actions,
});

const ask: Reply = {
  kind: 'ask',
  form: 'report',
  step: 'what',
  rev: 1,
  values: {},
  context: {},
  problems: [],
  times: 1,
  isRequired: true,
  canGoBack: false,
  progress: { number: 1, of: 3 },
};

const welcome = (language: string): ScriptedTurn => ({
  say: [
    { reply: words(language === 'sv' ? 'Välkommen.' : 'Welcome.') },
    {
      reply: words(language === 'sv' ? 'Vad vill du göra?' : 'What would you like to do?', [
        'report.start',
        'question.start',
        'language.sv',
        'language.en',
      ]),
    },
  ],
});

export const fakeScript: Script = (input, { language }) => {
  switch (input.kind) {
    case 'start':
      return welcome(input.language);
    case 'text':
      if (input.text === 'card') return { say: [{ reply: ask }] };
      if (input.text === 'long')
        return { say: [{ reply: words(Array.from({ length: 30 }, (_, i) => `Line ${i}.`).join('\n')) }] };
      if (input.text === 'send')
        return {
          say: [{ reply: { kind: 'receipt', isDemonstration: true, isUrgent: false } }],
          cutLog: true,
          receipt: '12345678901234565',
        };
      return { say: [{ reply: words(`You said: ${input.text}`) }] };
    case 'action':
      if (input.action === 'report.start') return { say: [{ reply: ask }] };
      if (input.action === 'language.sv') return { ...welcome('sv'), language: 'sv' };
      if (input.action === 'language.en') return { ...welcome('en'), language: 'en' };
      if (input.action === 'receipt.saved') return { say: [{ reply: words('Hidden.') }], receipt: null };
      return {
        say: [
          {
            reply: {
              kind: 'answered',
              form: 'report',
              step: 'what',
              outcome: 'answered',
              answers: { what: asText(input.values.what) },
            },
            replacesCard: true,
          },
          { reply: words(language === 'sv' ? 'Tack.' : 'Thank you.') },
        ],
      };
    case 'files':
      return { say: [{ reply: words(`Got ${input.files.length} file(s), refused ${input.refused.length}.`) }] };
    case 'exposedReceipt':
    case 'unknown':
      return { say: [{ reply: words('I did not understand.') }] };
  }
};

const labels: Record<string, [string, string]> = {
  'report.start': ['Report something', 'Rapportera något'],
  'question.start': ['Ask a question', 'Ställ en fråga'],
  'language.sv': ['Svenska', 'Svenska'],
  'language.en': ['English', 'English'],
};

const card = (body: unknown[], actions: unknown[] = []) => ({ type: 'AdaptiveCard', version: '1.5', body, actions });

function drawAsk(isSwedish: boolean): Drawn {
  const submit = (title: string, action: Action, style?: string) => ({
    type: 'Action.Submit',
    title,
    ...(style ? { style } : { associatedInputs: 'none' }),
    data: { action, step: 'what', rev: 1, form: 'report' },
  });
  return {
    text: isSwedish ? 'Vad har du sett?' : 'What did you notice?',
    card: card(
      [
        { type: 'TextBlock', text: isSwedish ? 'Fråga 1 av 3' : 'Question 1 of 3', isSubtle: true, size: 'Small' },
        {
          type: 'TextBlock',
          text: isSwedish ? 'Vad har du sett?' : 'What did you notice?',
          weight: 'Bolder',
          size: 'Medium',
          wrap: true,
          style: 'heading',
        },
        {
          type: 'Input.Text',
          id: 'what',
          label: isSwedish ? 'Vad' : 'What',
          isMultiline: true,
          isRequired: true,
          errorMessage: isSwedish ? 'Skriv något.' : 'Write something.',
          placeholder: isSwedish ? 'Med egna ord' : 'In your own words',
        },
        {
          type: 'Input.ChoiceSet',
          id: 'where',
          label: isSwedish ? 'Var' : 'Where',
          style: 'compact',
          choices: [
            { title: isSwedish ? 'Hamn' : 'Port', value: 'port' },
            { title: 'Terminal', value: 'terminal' },
          ],
        },
        { type: 'Input.Date', id: 'when', label: isSwedish ? 'När' : 'When' },
      ],
      [
        submit(isSwedish ? 'Fortsätt' : 'Continue', 'step.next', 'positive'),
        submit(isSwedish ? 'Hoppa över' : 'Skip', 'step.skip'),
        submit(isSwedish ? 'Avbryt' : 'Cancel', 'form.cancel'),
      ],
    ),
    buttons: [],
  };
}

export const fakeDraw: Draw = (reply: Reply, { language, receipt }: DrawContext): Drawn => {
  const isSwedish = language === 'sv';
  switch (reply.kind) {
    case 'say':
      return {
        text: String(reply.params?.text ?? reply.key),
        card: null,
        buttons: (reply.actions ?? []).map((action) => ({
          title: labels[action]?.[isSwedish ? 1 : 0] ?? action,
          action: action as Action,
        })),
      };
    case 'ask':
      return drawAsk(isSwedish);
    case 'answered':
      return {
        text: `What: ${asText(reply.answers.what)}`,
        card: card([
          { type: 'FactSet', facts: [{ title: isSwedish ? 'Vad' : 'What', value: asText(reply.answers.what) }] },
        ]),
        buttons: [],
      };
    case 'receipt':
      return {
        text: receipt === null ? 'The receipt is no longer shown.' : `Your receipt: ${receipt}`,
        card: null,
        buttons: [],
      };
    default:
      return { text: reply.kind, card: null, buttons: [] };
  }
};
