// Hands sealed reports to customs over HTTPS, as src/desk/intake.openapi.yaml says: files first, then the report. It takes nothing
// for an acknowledgement but one that names this report, follows no redirect, and lets the other side delay nothing.
import http from 'node:http';
import https from 'node:https';
import { z } from 'zod';
import type { Delivery, DeliveryOutcome, Intake } from '../../ports/intake.js';
import { exchange, type Answer, type Bounds, type Outgoing } from './exchange.js';
import { SourceFailure, fromSource, isWellFormed } from './own-files.js';

/** Ms. */
interface Patience {
  /** Connecting, and each wait for progress after that. */
  silence: number;
  /** From the first byte to the whole acknowledgement. */
  report: number;
  file: number;
  /** Before a file's bytes come unasked. */
  courtesy: number;
}

interface HttpsIntakeOptions {
  /** Where the intake is; `/v1/…` comes after it. http serves loopback only, which the configuration sees to. */
  url: string;
  /** A fresh client assertion, good for one request. */
  assert: () => Promise<string>;
  /** Certificates to trust instead of the system's, as PEM; for tests. */
  ca?: string;
  patience?: Partial<Patience>;
}

const defaults: Patience = { silence: 10_000, report: 30_000, file: 60_000, courtesy: 1_000 };

/** What will never be taken. Everything else that is no acknowledgement may be a matter of time, or not customs at all. */
const refusals = new Set([400, 409, 413, 415, 422]);

const reportTaken = z.object({ reportId: z.string(), receivedHour: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d$/) });
const fileTaken = z.object({ reportId: z.string(), file: z.number() });

type Verdict = 'new' | 'there' | 'later' | 'refused';

/**
 * A 200 may come from a sign-in page or a broken gateway as well: only an acknowledgement that is well formed and names what was
 * sent lets the bot delete its copy.
 */
function judge<T>(answer: Answer | null, schema: z.ZodType<T>, isOurs: (taken: T) => boolean): Verdict {
  if (answer === null) return 'later';
  const { status, text } = answer;
  if (refusals.has(status)) return 'refused';
  if (status !== 200 && status !== 201) return 'later';
  try {
    const taken = schema.safeParse(JSON.parse(text));
    if (taken.success && isOurs(taken.data)) return status === 201 ? 'new' : 'there';
  } catch {
    // not even JSON
  }
  return 'later';
}

/**
 * accepted: the intake has acknowledged this very report, now or before. refused: 400, 409, 413, 415, 422, and an id that no report
 * of ours has. unfinished: `until` ended it after at least one file more had arrived. later: everything else. Throws only what
 * reading one of the delivery's own files throws. Retry-After and redirects are not heeded: the courier has a back-off of its own.
 */
export function createHttpsIntake({ url, assert, ca, patience: given }: HttpsIntakeOptions): Intake {
  const base = url.replace(/\/+$/, '');
  const isTls = base.startsWith('https:');
  const patience = { ...defaults, ...given };

  /** For one delivery only, so that no connection that went stale meanwhile is used again. */
  function newAgent(): http.Agent {
    const options = { keepAlive: true, maxSockets: 1 };
    // Said outright, because NODE_TLS_REJECT_UNAUTHORIZED could say otherwise.
    const tls = { rejectUnauthorized: true, minVersion: 'TLSv1.2', ...(ca === undefined ? {} : { ca }) } as const;
    return isTls ? new https.Agent({ ...options, ...tls }) : new http.Agent(options);
  }

  async function deliver({ reportId, sealed, files }: Delivery, until: AbortSignal): Promise<DeliveryOutcome> {
    const agent = newAgent();
    const send = async (path: string, time: number, what: Omit<Outgoing, 'url'>): Promise<Answer | null> => {
      const headers = { ...what.headers, authorization: `Bearer ${await assert()}`, accept: 'application/json' };
      const bounds: Bounds = { ...patience, until, time };
      return exchange(agent, { ...what, headers, url: new URL(`${base}${path}`) }, bounds);
    };
    const sendFile = async ({ number, open }: Delivery['files'][number]): Promise<Verdict> => {
      const headers = { 'content-type': 'application/octet-stream' };
      const answer = await send(`/v1/reports/${reportId}/files/${number}`, patience.file, {
        method: 'PUT',
        headers,
        body: () => fromSource(open),
      });
      return judge(answer, fileTaken, (taken) => taken.reportId === reportId && taken.file === number);
    };
    const sendReport = async (): Promise<Verdict> => {
      const headers = { 'content-type': 'application/jose+json', 'idempotency-key': reportId };
      const answer = await send('/v1/reports', patience.report, { method: 'POST', headers, body: sealed });
      return judge(answer, reportTaken, (taken) => taken.reportId === reportId);
    };

    let arrived = 0;
    try {
      for (const step of [...files.map((file) => () => sendFile(file)), sendReport]) {
        const verdict = await step();
        if (verdict === 'refused') return 'refused';
        if (verdict === 'later') return until.aborted && arrived > 0 ? 'unfinished' : 'later';
        if (verdict === 'new') arrived += 1;
      }
      return 'accepted';
    } catch (cause) {
      if (cause instanceof SourceFailure) throw cause.cause;
      throw cause;
    } finally {
      agent.destroy();
    }
  }

  return {
    deliver: async (delivery, until = new AbortController().signal) =>
      isWellFormed(delivery) ? deliver(delivery, until) : 'refused',
  };
}
