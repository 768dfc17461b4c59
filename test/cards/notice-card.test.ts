import assert from 'node:assert/strict';
import type { Reply } from '../../src/core/chat/message.js';
import { createCardBuilder } from '../../src/cards/create-card-builder.js';
import { builderOf, content, contextOf, everyDrawing, forms, receipt, wording } from './every-reply.js';
import { inputsOf, markdownOf, nodesOf, plainOf, submitsOf } from './parse-card.js';

const { draw } = builderOf();
const welcome = { kind: 'welcome', isDemonstration: false, takesReports: true, isAgain: false } as const;
const receiptReply = { kind: 'receipt', isDemonstration: false, isUrgent: false } as const;

describe('the welcome', () => {
  it('says who speaks, whom to call in danger, and what happens to what is written', () => {
    const { text } = draw(welcome, contextOf('en'));
    assert.match(text, /I am a bot, an automated service of Swedish Customs/);
    assert.match(text, /call 112/);
    assert.match(
      text,
      /kept encrypted on the bot’s server while you write, and deleted if you leave it for 30 minutes/,
    );
    assert.match(text, /sealed so that only customs can read it/);
    assert.match(text, /keeps no IP address/);
    assert.match(text, /need not say who you are/);
  });

  it('tells people in Teams that they are seen there, and promises nothing that holds on the web only', () => {
    for (const language of wording.languages) {
      const { text } = draw(welcome, contextOf(language, 'teams'));
      assert.ok(text.includes(wording.text(language, 'welcome.privacy.teams')));
      assert.ok(!text.includes(wording.text(language, 'welcome.privacy.web')));
      assert.doesNotMatch(text, /IP/);
    }
  });

  it('offers to report, ask, come back, and the other languages', () => {
    const offered = (reply: Reply, language: string) =>
      submitsOf(draw(reply, contextOf(language)).card).map(({ data }) => data.action);
    assert.deepEqual(offered(welcome, 'en'), ['report.start', 'question.start', 'comeback.start', 'language.sv']);
    assert.deepEqual(offered({ ...welcome, isAgain: true }, 'sv'), [
      ...['report.start', 'question.start', 'comeback.start', 'language.en'],
    ]);
    assert.deepEqual(offered({ ...welcome, takesReports: false }, 'en').includes('report.start'), false);
    assert.match(draw({ ...welcome, takesReports: false }, contextOf('en')).text, /takes no reports.*90 114/);
  });

  it('titles a language button in that language, as the language itself does', () => {
    for (const language of wording.languages) {
      for (const other of wording.languages) {
        assert.equal(wording.text(other, `action.language.${language}`), wording.text(language, 'language.switch'));
      }
    }
  });

  it('names the emergency number every time', () => {
    for (const isAgain of [true, false]) {
      for (const language of wording.languages) {
        assert.match(draw({ ...welcome, isAgain }, contextOf(language)).text, /112/);
      }
    }
  });
});

describe('a demonstration', () => {
  it('says on every welcome, review, receipt and status that nothing reaches customs, with the real phone line', () => {
    const kinds = ['welcome', 'review', 'receipt', 'status'];
    const cases = everyDrawing().filter(({ reply }) => kinds.includes(reply.kind));
    for (const { name, language, drawn } of cases) {
      const notice = wording.text(language, 'demonstration.notice');
      const isDemonstration = name.includes('demonstration');
      assert.equal(drawn.text.includes(notice), isDemonstration, name);
      if (drawn.card) assert.equal(markdownOf(drawn.card).includes(notice), isDemonstration, name);
      assert.match(notice, /90 114/);
    }
  });

  it('never claims that customs keeps, gets or alone can read anything', () => {
    const claims = [
      ...[
        'welcome.privacy.web',
        'welcome.privacy.teams',
        'welcome.who',
        'review.sending',
        'receipt.kept',
        'receipt.use',
      ],
      ...['status.kept', 'status.taken'],
    ];
    for (const { name, language, drawn } of everyDrawing().filter((one) => one.name.includes('demonstration'))) {
      for (const key of claims) assert.ok(!drawn.text.includes(wording.text(language, key)), `${name}: ${key}`);
    }
  });

  it('is told by the reply too, where the reply knows', () => {
    const notice = wording.text('en', 'demonstration.notice');
    assert.ok(draw({ ...welcome, isDemonstration: true }, contextOf('en')).text.includes(notice));
    assert.ok(draw({ ...receiptReply, isDemonstration: true }, contextOf('en')).text.includes(notice));
  });
});

describe('the receipt', () => {
  it('shows the digits in groups, in letters of one width, where nothing is read as Markdown', () => {
    const { card, text } = draw(receiptReply, contextOf('en'));
    const run = nodesOf(card).find(({ type }) => type === 'TextRun');
    assert.deepEqual([run?.text, run?.fontType], ['4071 8832 9055 6123 7', 'monospace']);
    assert.match(text, /4071 8832 9055 6123 7/);
    assert.deepEqual(
      submitsOf(card).map(({ title, data }) => [title, data]),
      [['I have saved it', { action: 'receipt.saved' }]],
    );
  });

  it('says what is true: kept, being forwarded, shown for 15 minutes, and nobody can give it again', () => {
    const { text } = draw(receiptReply, contextOf('en'));
    assert.match(text, /Your report is kept and is being forwarded to customs\./);
    assert.match(text, /until you confirm that you have saved them, or for 15 minutes/);
    assert.match(text, /nobody can give them to you again/);
  });

  it('is gone once it may no longer be seen', () => {
    const drawn = draw(receiptReply, { ...contextOf('sv'), receipt: null });
    assert.equal(drawn.card, null);
    assert.equal(drawn.text, wording.text('sv', 'receipt.gone'));
    assert.doesNotMatch(drawn.text, /\d/);
  });

  it('stands in no other reply', () => {
    for (const { name, reply, drawn } of everyDrawing()) {
      if (reply.kind === 'receipt') continue;
      const shown = JSON.stringify([drawn.text, drawn.card]).replace(/\s/g, '');
      assert.ok(!shown.includes(receipt), name);
    }
  });

  it('asks to call when it is urgent', () => {
    for (const language of wording.languages) {
      const urgent = wording.text(language, 'urgent.call');
      assert.ok(draw({ ...receiptReply, isUrgent: true }, contextOf(language)).text.includes(urgent));
      assert.ok(!draw(receiptReply, contextOf(language)).text.includes(urgent));
    }
  });
});

describe('danger', () => {
  it('gives the emergency number first, then the tip line, to read and to dial', () => {
    for (const language of wording.languages) {
      const { card, text } = draw({ kind: 'danger' }, contextOf(language));
      assert.ok(text.indexOf('112') < text.indexOf('90 114'));
      const links = nodesOf(card).filter(({ type }) => type === 'Action.OpenUrl');
      assert.deepEqual(
        links.map(({ url }) => url),
        ['tel:112', 'tel:90114'],
      );
    }
  });
});

describe('an answered card', () => {
  it('is read-only and says in words what became of it', () => {
    for (const { name, reply, drawn } of everyDrawing()) {
      if (reply.kind !== 'answered') continue;
      assert.deepEqual([inputsOf(drawn.card), submitsOf(drawn.card)], [[], []], name);
      assert.ok(drawn.text.includes('\n\n'), name);
    }
    const sent = draw({ kind: 'answered', form: 'report', step: null, outcome: 'sent', answers: {} }, contextOf('en'));
    assert.equal(sent.text, 'Your report\n\nSent.');
    const left = draw({ kind: 'answered', form: 'report', step: null, outcome: 'left', answers: {} }, contextOf('en'));
    assert.equal(left.text, 'Your report\n\nNothing was sent from this card.');
    const all = draw(
      {
        kind: 'answered',
        form: 'report',
        step: null,
        outcome: 'sent',
        answers: { where: 'gate 4', containers: ['A', 'B'] },
      },
      contextOf('en'),
    );
    assert.deepEqual(plainOf(all.card), ['gate 4', 'A\nB']);
    assert.match(all.text, /Place: gate 4\nContainer numbers:\nA\nB/);
  });
});

describe('the card builder', () => {
  it('says a sentence with the buttons it was given, and leaves out what is no action', () => {
    const say = { kind: 'say' as const, key: 'dialogue.menu', actions: ['report.start', 'no.such', 'form.help'] };
    assert.deepEqual(draw(say, contextOf('sv')), {
      text: 'Vad vill du göra?',
      card: null,
      buttons: [
        { action: 'report.start', title: 'Rapportera något' },
        { action: 'form.help', title: 'Hjälp' },
      ],
    });
  });

  it('is total: a reply of a form or step that is gone becomes an honest sentence', () => {
    const lost = wording.text('en', 'turn.failed');
    const ask = {
      step: 'x',
      rev: 1,
      values: {},
      context: {},
      problems: [],
      times: 1,
      isRequired: false,
      canGoBack: false,
    };
    const progress = { number: 1, of: 1 };
    const replies: Reply[] = [
      { kind: 'ask', form: 'gone', ...ask, progress },
      { kind: 'ask', form: 'report', ...ask, progress },
      { kind: 'review', form: 'gone', rev: 1, given: [], open: [] },
      { kind: 'answered', form: 'gone', step: null, outcome: 'left', answers: {} },
    ];
    for (const reply of replies) assert.equal(draw(reply, contextOf('en')).text, lost);
    const odd = {
      kind: 'answered',
      form: 'report',
      step: 'where',
      outcome: 'answered',
      answers: { where: ['a'] },
    } as const;
    assert.match(draw({ ...odd, answers: { where: ['a'] } }, contextOf('en')).text, /a/);
  });

  it('speaks English to a language it does not have', () => {
    assert.equal(draw({ kind: 'say', key: 'dialogue.menu' }, contextOf('xx')).text, 'What would you like to do?');
  });

  it('refuses to begin without a template or an English sentence, and names them', () => {
    const parts = {
      wording,
      authority: content.authority,
      forms,
      templates: content.templates,
      isDemonstration: false,
    };
    assert.throws(() => createCardBuilder({ ...parts, templates: {} }), /notice\.json, ask\.json/);
    const form = { id: 'new', version: 1, finish: 'submit' as const, steps: [{ id: 'only', slots: [] }] };
    assert.throws(() => createCardBuilder({ ...parts, forms: [form] }), /form\.new\.step\.only\.question/);
  });
});
