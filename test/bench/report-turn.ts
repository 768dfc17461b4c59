// `npm run bench`: what a turn of a report in Teams costs (card submit, encrypted state on Redis, JWT on, reply through the
// connector), beside the limit server in the same run. Ratios are what counts; nothing here is a test.
import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startFakeBotFramework, type FakeBotFramework } from '../support/fake-botframework.js';
import { freePort, startBot, temporaryFolder } from '../support/process.js';
import { startRedis, type RedisServer } from '../support/redis.js';
import { teamsEnvironment } from '../support/teams-bot.js';
import { meetInTeams, untilAskedInTeams, type TeamsPerson } from '../support/teams-person.js';

const rounds = 5;
const roundTime = 4_000;
const warmUp = 6_000;
const concurrency = 16;

interface Peer {
  name: string;
  pid: number;
  /** One turn of one person. */
  turn: (person: TeamsPerson, number: number) => Promise<void>;
}

/** CPU of a process so far, user and system, in µs (Linux: clock ticks of 10 ms). */
function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10_000;
}

const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

async function startLimit(redis: RedisServer, fake: FakeBotFramework): Promise<{ child: ChildProcess; base: string }> {
  const port = await freePort();
  const child = spawn(process.execPath, ['--import=tsx', path.join(import.meta.dirname, 'limit-server.ts')], {
    env: { ...process.env, PORT: String(port), REDIS_URL: redis.url, CONNECTOR: fake.serviceUrl },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  process.on('exit', () => child.kill());
  await new Promise((resolve) => child.stdout?.once('data', resolve));
  return { child, base: `http://127.0.0.1:${port}` };
}

/** Runs turns for `ms`, each person one at a time; CPU µs a turn, turns a second and the 99th percentile in ms. */
async function measure(peer: Peer, people: TeamsPerson[], ms: number) {
  const end = performance.now() + ms;
  const times: number[] = [];
  const before = cpuOf(peer.pid);
  const began = performance.now();
  await Promise.all(
    people.map(async (person) => {
      for (let number = 0; performance.now() < end; number += 1) {
        const at = performance.now();
        await peer.turn(person, number);
        times.push(performance.now() - at);
      }
    }),
  );
  const seconds = (performance.now() - began) / 1000;
  times.sort((a, b) => a - b);
  return {
    cpu: (cpuOf(peer.pid) - before) / times.length,
    rate: times.length / seconds,
    p99: times[Math.floor(times.length * 0.99)] ?? 0,
  };
}

const fake = await startFakeBotFramework();
const redis = await startRedis({ appendonly: 'no' });
const folder = temporaryFolder();
const environment = await teamsEnvironment(folder, fake);
const bot = await startBot(folder, { ...environment, REDIS_URL: redis.url, REDIS_DURABILITY: 'accepted' });
const limit = await startLimit(redis, fake);
const token = fake.sign();

const people = Array.from({ length: concurrency }, () => meetInTeams(bot.base, fake));
await Promise.all(
  people.map(async (person) => {
    await person.say('A seal was broken on a trailer.');
    await untilAskedInTeams(person, 'danger_now');
    await person.submit('step.next', { danger_now: 'no' });
    await untilAskedInTeams(person, 'ongoing');
  }),
);
const strangers = Array.from({ length: concurrency }, () => meetInTeams(limit.base, fake));

const ours: Peer = {
  name: 'report turn',
  pid: bot.pid,
  // Forth and back: each is a whole turn with an answer filed, a card frozen or replaced, and a new one put.
  async turn(person) {
    const isBackOffered = person.live()?.actions.some(({ data }) => data.step === 'when') ?? false;
    const name = isBackOffered ? 'step.back' : 'step.next';
    const card = person.live();
    const action = card?.actions.find(({ data }) => data.action === name);
    if (!card || !action) throw new Error(`no ${name}: ${person.words().slice(-500)}`);
    const { status } = await person.send({ value: { ...action.data, ongoing: 'unknown' }, replyToId: card.id }, token);
    if (status !== 200) throw new Error(`status ${status}`);
    const rev = Number(action.data.rev);
    await person.until(() => person.live()?.actions.some(({ data }) => Number(data.rev) > rev) ?? false);
  },
};
const bare: Peer = {
  name: 'limit',
  pid: limit.child.pid ?? 0,
  async turn(person) {
    const { status } = await person.send({ value: { action: 'step.next', step: 'ongoing', rev: 1 } }, token);
    if (status !== 200) throw new Error(`status ${status}`);
  },
};

const pairs = [
  { peer: bare, people: strangers },
  { peer: ours, people },
];
for (const pair of pairs) await measure(pair.peer, pair.people, warmUp);
const results = new Map(pairs.map(({ peer }) => [peer.name, [] as Awaited<ReturnType<typeof measure>>[]]));
for (let round = 0; round < rounds; round += 1) {
  for (const pair of pairs) {
    fake.calls.length = 0;
    for (const [id, { conversation }] of fake.messages) {
      if (strangers.some((person) => person.conversation === conversation)) fake.messages.delete(id);
    }
    results.get(pair.peer.name)?.push(await measure(pair.peer, pair.people, roundTime));
  }
}

const rows = [...results].map(([name, all]) => ({
  name,
  cpu: median(all.map(({ cpu }) => cpu)),
  rate: median(all.map(({ rate }) => rate)),
  p99: median(all.map(({ p99 }) => p99)),
}));
const base = rows[0]?.cpu ?? 1;
process.stdout.write('peer          CPU µs a turn   turns/s   p99 ms   × limit\n');
for (const { name, cpu, rate, p99 } of rows) {
  const cells = [cpu.toFixed(0).padStart(13), rate.toFixed(0).padStart(9), p99.toFixed(1).padStart(8)];
  process.stdout.write(`${name.padEnd(13)} ${cells.join(' ')} ${(cpu / base).toFixed(1).padStart(9)}\n`);
}
const machine = { node: process.version, cores: os.cpus().length, load: os.loadavg()[0] };
const out = path.join(import.meta.dirname, '..', '..', '.test-output', 'bench.json');
writeFileSync(out, JSON.stringify({ at: new Date().toISOString(), machine, concurrency, rounds, rows }, null, 2));
await bot.stop();
process.exit(0);
