import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { startInProcess } from '../support/bot.js';
import { openDesk } from '../support/desk.js';
import { appId, startFakeBotFramework, tenant, type FakeBotFramework } from '../support/fake-botframework.js';
import { startBot, temporaryFolder } from '../support/process.js';
import { newStateKey, teamsEnvironment } from '../support/teams-bot.js';
import { meetInTeams, teamsReportToReview, untilAskedInTeams } from '../support/teams-person.js';

const canary = 'Kanariefagel7431';

/** Files below `folder` whose raw bytes hold one of `secrets`. */
function betrayals(folder: string, secrets: string[]): string[] {
  const needles = secrets.flatMap((secret) => [
    Buffer.from(secret),
    Buffer.from(secret, 'utf16le'),
    Buffer.from(Buffer.from(secret).toString('hex')),
    Buffer.from(Buffer.from(secret).toString('base64').slice(0, 16)),
  ]);
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => {
      const bytes = readFileSync(file);
      return needles.some((needle) => bytes.includes(needle));
    });
}

describe('what Teams knows of a person', () => {
  let fake: FakeBotFramework;
  before(async () => {
    fake = await startFakeBotFramework();
  });
  after(() => fake.close());
  afterEach(() => {
    fake.failAll = null;
  });

  it('stands in no log, metric, error or raw byte of the store: no id, no name, no word', async function () {
    this.timeout(60_000);
    const folder = temporaryFolder();
    const bot = await startBot(folder, await teamsEnvironment(folder, fake));
    const anna = meetInTeams(bot.base, fake);
    const secrets = [canary, anna.conversation, '29:anna', 'Anna Partner', 'oid-of-anna', tenant, appId];
    secrets.push('app-password', 'the-bots-own-token', new URL(fake.url).host);
    const data = path.join(folder, 'data');
    await anna.say(`${canary} stood at the gate and opened a seal.`);
    await untilAskedInTeams(anna, 'danger_now');
    await anna.press('step.next', { danger_now: 'no' });
    await untilAskedInTeams(anna, 'ongoing');
    // Replies that cannot be said are kept, with the place they go to.
    fake.failAll = { status: 500 };
    await anna.say(`skip it ${canary} please, I do not know`);
    await anna.say('hoppa över');
    assert.deepEqual(betrayals(data, secrets), []);
    fake.failAll = null;
    for (const change of [
      { type: canary, name: canary, value: canary },
      { type: 'invoke', name: canary, value: { action: canary } },
      { type: 'invoke', name: 'adaptiveCard/action', value: { action: null, canary } },
      { type: 'invoke', name: 'task/submit', value: canary },
      { type: 'message', text: canary, from: { id: canary }, conversation: canary },
      { type: 'message', channelId: canary, text: canary },
    ]) {
      const answer = await anna.send(change);
      assert.ok(!JSON.stringify(answer.body).includes(canary));
    }
    await new Promise((resolve) => setTimeout(resolve, 300));
    const metrics = await (await fetch(`${bot.admin}/metrics`)).text();
    assert.equal(await bot.stop(), '0');
    assert.deepEqual(betrayals(data, secrets), []);
    const output = bot.output() + metrics;
    assert.match(output, /reply\.later/);
    for (const secret of secrets) assert.ok(!output.includes(secret), `${secret} in the log`);
    // The test can see: what the person wrote did reach the bot.
    assert.ok(JSON.stringify(fake.calls).includes(canary) || anna.words().includes('danger'));
  });

  it('leaves nothing of what was typed on the log once it is handled', async () => {
    const folder = temporaryFolder();
    const bot = await startInProcess(await teamsEnvironment(folder, fake), () => ({}), folder);
    const commits: boolean[] = [];
    const commit = bot.ports.records.commit.bind(bot.ports.records);
    bot.ports.records.commit = async (conversation, expected, change) => {
      if (change.handled > 0 && change.log.length > 0) commits.push(false);
      return commit(conversation, expected, change);
    };
    const anna = meetInTeams(bot.base, fake);
    await anna.say('A seal was broken on the trailer at the gate.');
    await untilAskedInTeams(anna, 'danger_now');
    const name = JSON.stringify(['msteams', tenant, anna.conversation, anna.conversation.replace(/.*-/, '29:anna-')]);
    const [ref] = bot.ports.cipher.named(name);
    const now = bot.ports.clock.now();
    assert.ok(await bot.ports.records.load(bot.ports.cipher.storageId(ref.id), now), 'the conversation is found');
    assert.deepEqual(await bot.ports.records.read(bot.ports.cipher.storageId(ref.id), 0, 100, now), []);
    assert.deepEqual(commits, []);
    await bot.stop();
  });

  it('is not believed in a group: a neutral word, nothing stored, and no form in the open', async () => {
    const folder = temporaryFolder();
    const bot = await startInProcess(await teamsEnvironment(folder, fake), () => ({}), folder);
    const appended: string[] = [];
    const append = bot.ports.records.append.bind(bot.ports.records);
    bot.ports.records.append = async (conversation, entry, when) => {
      appended.push(conversation);
      return append(conversation, entry, when);
    };
    const group = meetInTeams(bot.base, fake);
    const conversations = [
      { id: group.conversation, conversationType: 'groupChat', isGroup: true, tenantId: tenant },
      { id: group.conversation, conversationType: 'channel', tenantId: tenant },
      { id: '19:abc@thread.tacv2', tenantId: tenant },
    ];
    for (const conversation of conversations) {
      await group.send({ text: '<at>Bot</at> I saw that Bo Boss takes pallets', conversation });
      await group.send({ type: 'conversationUpdate', membersAdded: [{ id: '29:x' }], conversation });
      const data = { action: 'report.start' };
      const value = { action: { type: 'Action.Execute', verb: 'report.start', data } };
      const answer = await group.send({ type: 'invoke', name: 'adaptiveCard/action', value, conversation });
      assert.match(JSON.stringify(answer.body), /a chat of our own/);
      const dialog = await group.send({ type: 'invoke', name: 'task/fetch', value: { data }, conversation });
      assert.match(JSON.stringify(dialog.body), /a chat of our own/);
    }
    const said = [...fake.messages.values()].filter(({ text }) => /a chat of our own/.test(text ?? ''));
    assert.equal(said.length, 3);
    assert.deepEqual(appended, []);
    assert.ok(!JSON.stringify(said).includes('Boss'));
    await bot.stop();
  });

  it('welcomes once, whichever event comes first, with the notice; forgets all when the bot is taken away', async () => {
    const folder = temporaryFolder();
    const bot = await startInProcess(await teamsEnvironment(folder, fake), () => ({}), folder);
    const anna = meetInTeams(bot.base, fake, 'sv-SE');
    const arrived = { type: 'conversationUpdate', membersAdded: [{ id: '29:anna' }, { id: `28:${appId}` }] };
    await Promise.all([anna.send(arrived), anna.send({ type: 'installationUpdate', action: 'add' })]);
    await anna.until(() => anna.seen().length > 0);
    await anna.send({ type: 'installationUpdate', action: 'add-upgrade' });
    for (const type of ['typing', 'messageReaction', 'messageUpdate', 'messageDelete', 'endOfConversation', 'event']) {
      assert.equal((await anna.send({ type })).status, 200);
    }
    assert.equal((await anna.send({ type: 'invoke', name: 'composeExtension/query', value: {} })).status, 501);
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.equal(anna.seen().length, 1);
    assert.match(anna.words(), /din arbetsgivare kan ha möjlighet att läsa/);
    await anna.press('report.start');
    await untilAskedInTeams(anna, 'danger_now');
    await anna.send({ type: 'installationUpdate', action: 'remove' });
    const answer = await anna.press('step.next', { danger_now: 'no' });
    assert.equal(answer.status, 200);
    await anna.until(() => anna.words().split('din arbetsgivare kan ha möjlighet').length === 3);
    await bot.stop();
  });

  it('keeps a draft over a rotation of STATE_KEYS', async () => {
    const folder = temporaryFolder();
    const env = await teamsEnvironment(folder, fake);
    const first = await startInProcess(env, () => ({}), folder);
    const anna = meetInTeams(first.base, fake);
    await teamsReportToReview(anna, 'Begun under the old key.');
    await first.stop();
    const rotated = { ...env, STATE_KEYS: `${newStateKey('new')},${env.STATE_KEYS ?? ''}` };
    const second = await startInProcess(rotated, () => ({}), folder);
    anna.moveTo(second.base);
    await anna.press('review.confirm');
    await anna.until(() => /Your report is kept/.test(anna.words()));
    const [entry] = await openDesk(second.desk).until((found) => found.length > 0);
    const { report } = await openDesk(second.desk).open(entry?.reportId ?? '');
    assert.equal(report.answers.what, 'Begun under the old key.');
    await second.stop();
  });

  it('ends an hour after the last word', async () => {
    const folder = temporaryFolder();
    const bot = await startInProcess(await teamsEnvironment(folder, fake), () => ({}), folder);
    const anna = meetInTeams(bot.base, fake);
    await teamsReportToReview(anna, 'Left alone.');
    bot.pass(60 * 60_000 + 1_000);
    await anna.press('review.confirm');
    await anna.until(() => /No report is open/.test(anna.words()));
    assert.deepEqual(await openDesk(bot.desk).inbox(), []);
    await bot.stop();
  });

  it('says the confirm after a kill between commit and speaking, when the bot is started again', async function () {
    this.timeout(60_000);
    const folder = temporaryFolder();
    const env = await teamsEnvironment(folder, fake);
    const victim = await startBot(folder, { ...env, FAILPOINT: 'after commit' });
    const anna = meetInTeams(victim.base, fake);
    await teamsReportToReview(anna, 'Killed after the commit.');
    await anna.press('review.confirm').catch(() => null);
    assert.equal(await victim.ended, 'SIGKILL');
    assert.match(victim.output(), /HIT after commit/);
    assert.ok(!/Your report is kept/.test(anna.words()));
    const again = await startBot(folder, env);
    anna.moveTo(again.base);
    await anna.until(() => /Your report is kept/.test(anna.words()), 30_000);
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    assert.equal(anna.words().split('Your report is kept"').length, 2, 'said once');
    assert.equal((await openDesk(path.join(folder, 'desk')).inbox()).length, 1);
    // The draft's card has been frozen too: nothing is left that could send it again.
    assert.ok(!anna.words().includes('review.confirm'));
    assert.equal(await again.stop(), '0');
  });
});
