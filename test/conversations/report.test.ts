import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { openDesk } from '../support/desk.js';
import { startInProcess, type Bot } from '../support/bot.js';
import { reportToReview, shownReceipt, untilAsked, untilReview, visit } from '../support/visitor.js';

describe('a report', () => {
  let bot: Bot;
  before(async () => {
    bot = await startInProcess();
  });
  after(() => bot.stop());

  for (const locale of ['en-US', 'sv-SE']) {
    it(`goes from a visitor's cards to the customs inbox, sealed, with every answer (${locale})`, async () => {
      const before = (await openDesk(bot.desk).inbox()).length;
      const visitor = await visit(bot.base, locale);
      await visitor.until((said) => said.length > 0);
      assert.match(visitor.words(), /112/);
      await visitor.post({ value: { action: 'report.start' } });
      const answers: Record<string, Record<string, string>> = {
        danger_now: { danger_now: 'no' },
        what: { what: 'The seal CSQU3054383 was broken – förseglingen var bruten. ${evil} **bold** <b>' },
        ongoing: { ongoing: 'unknown' },
        when: { when_from: '2026-11-20', 'when_from.time': '21:30', when_to: '2026-11-21' },
        planned: { planned: '2099-01-01' },
        where: { where: 'Trelleborgs hamn' },
        stage: { stage: 'receive' },
        indicators: { indicators: 'RE2,CS1' },
        crime_type: { crime_type: 'tobacco,unknown' },
        persons: { persons: 'A tall man with a red cap' },
        companies: { companies: 'Exempel AB\nSample Ltd' },
        vehicles: { vehicles: 'ABC 12A' },
        units: { containers: 'CSQU3054383\nCSQU3054384', seals: 'H1234567' },
        craft: { vessel: 'MS Example' },
        refs: { refs: '24SE004741A1B2C3J0' },
        goods: { goods: 'Pallets of floor tiles' },
        route: { route: 'Rostock – Trelleborg' },
        how_known: { how_known: 'saw,documents', 'how_known.note': 'I held the papers' },
        others_know: { others_know: 'no' },
        attachments: {},
        reporter: { reporter: 'contact' },
        contact: { 'reporter.name': 'Kim Exempel', 'reporter.phone': '070-0000000' },
      };
      for (const [step, values] of Object.entries(answers)) {
        await untilAsked(visitor, step);
        await visitor.press('step.next', values);
      }
      await untilReview(visitor);
      for (const words of ['Trelleborgs hamn', 'A tall man', 'MS Example', '${evil}'])
        assert.ok(visitor.words().includes(words));
      await visitor.press('review.confirm');
      await visitor.until(() => shownReceipt(visitor) !== null);

      const desk = openDesk(bot.desk);
      const reports = await desk.until((found) => found.length > before);
      const all = await Promise.all(reports.map(({ reportId }) => desk.open(reportId)));
      const opened = all.find(({ report }) => report.language === locale.slice(0, 2));
      assert.ok(opened?.verified);
      const given = { ...opened.report.answers };
      assert.equal(given.what, answers.what?.what);
      assert.deepEqual(given.containers, ['CSQU3054383', 'CSQU3054384']);
      assert.equal(given.when_from, '2026-11-20T21:30');
      assert.deepEqual(given.indicators, ['RE2', 'CS1']);
      assert.equal(given['reporter.name'], 'Kim Exempel');
      assert.equal(opened.report.isDemonstration, true);
      assert.match(opened.report.form.hash, /^[0-9a-f]{64}$/);
      assert.deepEqual(opened.report.skipped, ['attachments']);
    });
  }

  it('can be told in words alone, in Swedish, without touching a card', async () => {
    const before = (await openDesk(bot.desk).inbox()).length;
    const visitor = await visit(bot.base, 'sv-SE');
    await visitor.say('Förseglingen på släpet var bruten och föraren ville inte visa papperen.');
    await untilAsked(visitor, 'danger_now');
    await visitor.say('nej');
    await untilAsked(visitor, 'ongoing');
    await visitor.say('vet inte');
    await untilAsked(visitor, 'when');
    await visitor.say('2026-11-22 21:30');
    await untilAsked(visitor, 'planned');
    await visitor.say('hoppa över');
    await untilAsked(visitor, 'where');
    await visitor.say('tillbaka');
    await untilAsked(visitor, 'planned');
    await visitor.say('hoppa över');
    await untilAsked(visitor, 'where');
    await visitor.say('Helsingborg');
    await untilAsked(visitor, 'stage');
    await visitor.say('visa min rapport');
    await untilReview(visitor);
    await visitor.say('ändra plats');
    await untilAsked(visitor, 'where');
    await visitor.say('Helsingborgs hamn');
    await untilReview(visitor);
    await visitor.say('skicka');
    await visitor.until(() => shownReceipt(visitor) !== null);
    const desk = openDesk(bot.desk);
    const reports = await desk.until((found) => found.length > before);
    const all = await Promise.all(reports.map(({ reportId }) => desk.open(reportId)));
    assert.ok(all.some(({ report }) => report.answers.where === 'Helsingborgs hamn'));
  });

  it('puts danger before any form: 112 first, then the tip line', async () => {
    const visitor = await visit(bot.base);
    await visitor.post({ value: { action: 'report.start' } });
    await untilAsked(visitor, 'danger_now');
    await visitor.press('step.next', { danger_now: 'yes' });
    const said = await untilAsked(visitor, 'what');
    const kinds = said.map((item) => JSON.stringify(item));
    const warning = kinds.findIndex((item) => item.includes('Call 112 now'));
    const question = kinds.findIndex((item) => item.includes('What did you notice'));
    assert.ok(warning > 0 && warning < question);
    assert.ok((kinds[warning]?.indexOf('112') ?? 0) < (kinds[warning]?.indexOf('90 114') ?? 0));
  });

  it('is sent once, however often and wherever Send is pressed at the same moment', async () => {
    const visitor = await visit(bot.base);
    const before = (await openDesk(bot.desk).inbox()).length;
    await reportToReview(visitor, 'Pressed many times at once.');
    const data = visitor.cardActions().find(({ action }) => action === 'review.confirm');
    await Promise.all(Array.from({ length: 10 }, () => visitor.post({ value: data })));
    await visitor.until(
      (said) => said.filter((item) => /sent only once|already|redan/i.test(JSON.stringify(item))).length >= 9,
    );
    const desk = openDesk(bot.desk);
    await desk.until((reports) => reports.length > before);
    assert.equal((await desk.inbox()).length, before + 1);
  });

  it('has one effect when the same message is posted twice at the same moment', async () => {
    const visitor = await visit(bot.base);
    await visitor.post({ value: { action: 'report.start' } });
    await untilAsked(visitor, 'danger_now');
    const twice = { text: 'The very same message, posted twice.', channelData: { clientActivityID: 'same' } };
    await Promise.all([visitor.post(twice), visitor.post(twice)]);
    await visitor.until((said) => said.length >= 4);
    await visitor.say('nej');
    await untilAsked(visitor, 'ongoing');
    assert.equal(visitor.seen().filter((item) => item.from.role === 'user' && item.text === twice.text).length, 1);
  });

  it('gives a card that was answered already a courteous word and no second effect', async () => {
    const visitor = await visit(bot.base);
    await visitor.post({ value: { action: 'report.start' } });
    await untilAsked(visitor, 'danger_now');
    const old = visitor.cardActions().find(({ action }) => action === 'step.next');
    await visitor.press('step.next', { danger_now: 'no' });
    await untilAsked(visitor, 'what');
    await visitor.post({ value: { ...old, danger_now: 'yes' } });
    await visitor.until(() => /answered already/.test(visitor.words()));
    await untilAsked(visitor, 'what');
    assert.ok(!/Call 112 now/.test(visitor.words()));
  });

  it('freezes a card when it is answered: its read-only form takes its place', async () => {
    const visitor = await visit(bot.base);
    await visitor.post({ value: { action: 'report.start' } });
    const asked = await untilAsked(visitor, 'danger_now');
    const card = asked.findLast((item) => item.attachments);
    await visitor.press('step.next', { danger_now: 'no' });
    await untilAsked(visitor, 'what');
    const frozen = visitor.seen().find((item) => item.id === card?.id);
    assert.equal(frozen?.timestamp, card?.timestamp);
    assert.ok(!JSON.stringify(frozen).includes('Action.Submit'));
    assert.ok(!JSON.stringify(frozen).includes('Input.'));
  });

  it('switches language in the middle, by words and by button, and goes on where it was', async () => {
    const visitor = await visit(bot.base, 'en-US');
    await visitor.post({ value: { action: 'report.start' } });
    await untilAsked(visitor, 'danger_now');
    await visitor.say('svenska');
    await visitor.until(
      (said) => said.at(-1)?.locale?.startsWith('sv') === true && /fara/i.test(JSON.stringify(said.at(-1))),
    );
    await visitor.post({ value: { action: 'language.en' } });
    await visitor.until(
      (said) => said.at(-1)?.locale?.startsWith('en') === true && /danger/i.test(JSON.stringify(said.at(-1))),
    );
    await untilAsked(visitor, 'danger_now');
  });

  it('says in welcome, review and receipt that a demonstration reaches nobody, and gives the real phone line', async () => {
    const visitor = await visit(bot.base);
    const count = () =>
      visitor
        .seen()
        .filter((item) => /demonstration/i.test(JSON.stringify(item)) && /90 114/.test(JSON.stringify(item))).length;
    await visitor.until(() => count() >= 1);
    await reportToReview(visitor, 'Only a demonstration of a report.');
    await visitor.until(() => count() >= 2);
    await visitor.press('review.confirm');
    await visitor.until(() => shownReceipt(visitor) !== null && count() >= 2);
  });
});

describe('a file that is gone', () => {
  it('does not block the conversation: the person hears of it, leaves it out and sends', async () => {
    const bot = await startInProcess();
    try {
      const visitor = await visit(bot.base);
      await reportToReview(visitor, 'With a file that a broken disk loses.');
      assert.equal(await visitor.upload('lost.jpg', 'image/jpeg', new Uint8Array(100)), 200);
      await visitor.until((said) => /1 file/.test(JSON.stringify(said)));
      const [blob] = readdirSync(path.join(bot.folder, 'data', 'store', 'blobs'));
      await bot.ports.blobs.remove([blob ?? '']);
      await visitor.press('review.confirm');
      await visitor.until((said) => /went wrong/.test(JSON.stringify(said.at(-1))));
      await visitor.say('change photos');
      await untilAsked(visitor, 'attachments');
      await visitor.press('step.skip');
      await untilReview(visitor);
      await visitor.press('review.confirm');
      await visitor.until(() => shownReceipt(visitor) !== null);
    } finally {
      await bot.stop();
    }
  });
});

describe('a bot that takes no reports', () => {
  it('says so and names the tip line', async () => {
    const bot = await startInProcess({ TAKE_REPORTS: 'off' });
    try {
      const visitor = await visit(bot.base);
      await visitor.say('There is a broken seal on a trailer here.');
      await visitor.until(
        (said) =>
          /no reports at the moment/.test(JSON.stringify(said.at(-1))) && /90 114/.test(JSON.stringify(said.at(-1))),
      );
      assert.equal(visitor.cardActions().length, 0);
    } finally {
      await bot.stop();
    }
  });
});
