// Sends activities to the Bot Connector: one keep-alive pool for each origin, a few tries within a fixed time, and an outcome for
// everything that can happen. It sends only to addresses that were trusted when they came in.
import { Pool } from 'undici';
import { z } from 'zod';
import type { Chance, Clock } from '../../ports/world.js';
import { speakTime, type Spoken } from '../../turn/direct-turns.js';
import type { AppToken } from './app-token.js';

export interface ConnectorCall {
  method: 'POST' | 'PUT' | 'DELETE';
  serviceUrl: string;
  conversation: string;
  /** The message that is replaced or deleted; null for a new one. */
  activity: string | null;
  body: Record<string, unknown> | null;
}

export interface Connector {
  /** Never throws. */
  call(call: ConnectorCall): Promise<Spoken>;
  close(): Promise<void>;
}

const connections = 256;
const keepAlive = 120_000;
const maxTries = 4;
/** Ms that one try may take at most. */
const tryTime = 5_000;
const passing = [408, 412, 429, 502, 503, 504];
const gone = [403, 404, 410];

const answerSchema = z.object({ id: z.string().min(1).optional() });
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function pathOf({ conversation, activity }: ConnectorCall, base: URL): string {
  const folder = base.pathname.replace(/\/+$/, '');
  const path = `${folder}/v3/conversations/${encodeURIComponent(conversation)}/activities`;
  return activity === null ? path : `${path}/${encodeURIComponent(activity)}`;
}

/** Seconds or a date, as ms from now; null when the header says nothing. */
function retryAfter(header: string | string[] | undefined, now: number): number | null {
  if (typeof header !== 'string') return null;
  const seconds = Number(header);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - now;
  return Number.isFinite(ms) ? Math.max(0, ms) : null;
}

/**
 * What came back of one try; `wait`: what the connector asks for before the next. No answer is `again`: whether the message was
 * taken nobody can know, and a reply that is said twice harms less than one that is never said.
 */
type Try = { kind: 'over'; spoken: Spoken } | { kind: 'again'; wait: number | null } | { kind: 'token' };

export function createConnector(world: { token: AppToken; clock: Clock; chance: Chance }): Connector {
  const pools = new Map<string, Pool>();

  function poolOf({ origin }: URL): Pool {
    const pool = pools.get(origin) ?? new Pool(origin, { connections, keepAliveTimeout: keepAlive });
    pools.set(origin, pool);
    return pool;
  }

  async function attempt(call: ConnectorCall, token: string | null, time: number): Promise<Try> {
    const base = new URL(call.serviceUrl);
    const { statusCode, headers, body } = await poolOf(base).request({
      method: call.method,
      path: pathOf(call, base),
      headers: {
        'content-type': 'application/json',
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      },
      body: call.body === null ? null : JSON.stringify(call.body),
      signal: AbortSignal.timeout(time),
    });
    if (statusCode >= 200 && statusCode < 300) {
      // Taken is taken, whatever the body says.
      const answer = answerSchema.safeParse(await body.json().catch(() => null));
      return { kind: 'over', spoken: { kind: 'said', place: (answer.success ? answer.data.id : null) ?? null } };
    }
    await body.dump().catch(() => undefined);
    if (statusCode === 401) return { kind: 'token' };
    if (passing.includes(statusCode))
      return { kind: 'again', wait: retryAfter(headers['retry-after'], world.clock.now()) };
    if (gone.includes(statusCode)) return { kind: 'over', spoken: { kind: 'gone' } };
    return { kind: 'over', spoken: { kind: statusCode >= 500 ? 'later' : 'refused' } };
  }

  /** Exponential, from 0.3 s, between half and the whole of it. */
  function backOff(tries: number): number {
    return 300 * 2 ** tries * (0.5 + (world.chance.bytes(1)[0] ?? 0) / 510);
  }

  return {
    async call(call) {
      const end = performance.now() + speakTime;
      let isRefused = false;
      try {
        for (let tries = 0; tries < maxTries; tries += 1) {
          const token = await world.token(isRefused);
          const time = Math.floor(Math.min(tryTime, end - performance.now()));
          if (time < 100) break;
          const result = await attempt(call, token, time).catch((): Try => ({ kind: 'again', wait: null }));
          if (result.kind === 'over') return result.spoken;
          if (result.kind === 'token' && isRefused) break;
          isRefused = result.kind === 'token';
          if (result.kind === 'token') continue;
          const wait = (result.wait ?? 0) + backOff(tries);
          if (performance.now() + wait > end - 500) break;
          await pause(wait);
        }
      } catch {
        // No token. The error may name an address: it goes nowhere.
      }
      return { kind: 'later' };
    },
    async close() {
      await Promise.all([...pools.values()].map((pool) => pool.close()));
    },
  };
}
