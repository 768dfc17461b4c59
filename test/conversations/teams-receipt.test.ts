import assert from 'node:assert/strict';
import { receiptFrom } from '../../src/core/reports/receipt.js';
import { startInProcess, type Bot } from '../support/bot.js';
import { openDesk } from '../support/desk.js';
import { startFakeBotFramework, type FakeBotFramework } from '../support/fake-botframework.js';
import { temporaryFolder } from '../support/process.js';
import { teamsEnvironment } from '../support/teams-bot.js';
import {
  meetInTeams,
  receiptPattern,
  teamsReportToReview,
  untilAskedInTeams,
  type TeamsPerson,
} from '../support/teams-person.js';

const minute = 60_000;

interface Dialog {
  task: { type: string; value: { title: string; card: { content: { actions?: unknown[] } } } };
}

async function sent(person: TeamsPerson, what: string): Promise<void> {
  await teamsReportToReview(person, what);
  await person.press('review.confirm');
  await person.until(() => /Your report is kept/.test(person.words()));
}

async function fetchReceipt(person: TeamsPerson): Promise<string> {
  const answer = await person.dialog('task/fetch', { action: 'receipt.show', msteams: { type: 'task/fetch' } });
  return receiptPattern.exec(JSON.stringify(answer.body))?.[0] ?? '';
}

describe('a receipt in Teams', () => {
  let bot: Bot;
  let fake: FakeBotFramework;
  before(async () => {
    fake = await startFakeBotFramework();
    const folder = temporaryFolder();
    bot = await startInProcess(await teamsEnvironment(folder, fake), () => ({}), folder);
  });
  after(async () => {
    await bot.stop();
    await fake.close();
  });

  it('stands in a dialog and in no chat message, and leads back to the report, in a dialog too', async () => {
    const before = (await openDesk(bot.desk).inbox()).length;
    const anna = meetInTeams(bot.base, fake);
    await sent(anna, 'A report with a receipt.');
    const receipt = await fetchReceipt(anna);
    assert.match(receipt, receiptPattern);
    assert.equal(await fetchReceipt(anna), receipt);
    await openDesk(bot.desk).until((found) => found.length > before);

    const asked = (await anna.dialog('task/fetch', { action: 'comeback.start' })).body as Dialog;
    assert.equal(asked.task.type, 'continue');
    assert.match(JSON.stringify(asked), /"Input\.Text","id":"receipt"/);
    const data = { action: 'step.next', form: 'comeback', step: 'receipt', rev: 1 };
    const wrong = await anna.dialog('task/submit', { ...data, receipt: '1234 5678' });
    assert.match(JSON.stringify(wrong.body), /Input\.Text.*|Please check/);
    const status = await anna.dialog('task/submit', { ...data, receipt });
    assert.match(JSON.stringify(status.body), /has received your report/);
    const nobody = await anna.dialog('task/submit', { ...data, receipt: receiptFrom('ab'.repeat(16)) });
    assert.match(JSON.stringify(nobody.body), /find no report/);

    const everything = JSON.stringify(fake.calls);
    assert.ok(!everything.includes(receipt) && !everything.includes(receipt.replaceAll(' ', '')));
    assert.doesNotMatch(everything, receiptPattern);
  });

  it('disappears when the person confirms having it, or after 15 minutes', async () => {
    const anna = meetInTeams(bot.base, fake);
    await sent(anna, 'A receipt that is saved.');
    assert.match(await fetchReceipt(anna), receiptPattern);
    await anna.until(() => anna.live()?.actions.some(({ data }) => data.action === 'receipt.show') ?? false);
    const saved = await anna.dialog('task/submit', { action: 'receipt.saved' });
    assert.match(JSON.stringify(saved.body), /no longer shown/);
    await anna.until(() => !(anna.live()?.actions.some(({ data }) => data.action === 'receipt.show') ?? false));
    assert.equal(await fetchReceipt(anna), '');

    const bo = meetInTeams(bot.base, fake);
    await sent(bo, 'A receipt that is forgotten.');
    bot.pass(15 * minute + 1_000);
    assert.equal(await fetchReceipt(bo), '');
    assert.match(
      JSON.stringify((await bo.dialog('task/fetch', { action: 'receipt.show' })).body),
      /nobody can give it/,
    );
  });

  it('that is typed into the chat is not used, and the bot says why', async () => {
    const anna = meetInTeams(bot.base, fake);
    await sent(anna, 'A receipt that is typed.');
    const receipt = await fetchReceipt(anna);
    await anna.say(`my receipt is ${receipt}`);
    await anna.until(() => /I have not used the receipt/.test(anna.words()));
    assert.ok(!/has received your report|find no report/.test(anna.words()));
    assert.doesNotMatch(JSON.stringify(fake.calls), receiptPattern);
    await anna.say('come back');
    await anna.until(() => /never entered in this chat/.test(anna.words()));
    const opener = anna.live()?.actions.find(({ data }) => data.action === 'comeback.start');
    assert.deepEqual(opener?.data.msteams, { type: 'task/fetch' });
    assert.equal(opener?.type, 'Action.Submit');
  });

  it('that stands in an answer is masked before the answer is kept or shown', async () => {
    const anna = meetInTeams(bot.base, fake);
    const receipt = receiptFrom('cd'.repeat(16));
    await anna.say('A seal was broken on the trailer at the gate.');
    await untilAskedInTeams(anna, 'danger_now');
    await anna.press('step.skip');
    await untilAskedInTeams(anna, 'ongoing');
    await anna.press('form.review');
    await anna.until(() => /Please look this through/.test(anna.words()));
    await anna.press('review.edit', { step: 'what' });
    await untilAskedInTeams(anna, 'what');
    await anna.press('step.next', { what: `I have reported before: ${receipt}` });
    await anna.until(() => /I have reported before/.test(anna.words()));
    assert.ok(!anna.words().includes(receipt));
  });
});
