// One request to the intake, from its first line to what is said: who is calling, what for, was it here before, keep it, say so. An
// acknowledgement is made only of what is durable, and a repeat gets the first one without a look at what it brings.
import type { IncomingMessage } from 'node:http';
import { Fault } from '../../ports/fault.js';
import { acknowledge, problem, type Answer } from './answer.js';
import type { Deliveries } from './deliveries.js';
import { CutOff, TooLarge, receiveBody, receiveWhole } from './receive-body.js';
import { isSealedReport } from './sealed-report.js';
import type { Distrust, ServeEvent } from './serve-event.js';

export interface IntakeHouse {
  deliveries: Deliveries;
  /** Who is calling, by the Authorization header. */
  identify: (authorization: string | undefined) => Promise<{ bot: string } | { distrust: Distrust }>;
  now: () => number;
  limits: IntakeLimits;
}

export interface IntakeLimits {
  /** Bytes. */
  report: number;
  file: number;
  /** Files of one report. */
  files: number;
  /** Requests of one bot at the same time. */
  atOnce: number;
}

export const intakeLimits: IntakeLimits = { report: 1_000_000, file: 40_000_000, files: 20, atOnce: 32 };

type Target = { kind: 'report' } | { kind: 'file'; reportId: string; number: string };

function targetOf(url: string): Target | null {
  const path = url.split('?')[0] ?? '';
  if (path === '/v1/reports') return { kind: 'report' };
  const [, reportId, number] = /^\/v1\/reports\/([^/]+)\/files\/([^/]+)$/.exec(path) ?? [];
  return reportId === undefined || number === undefined ? null : { kind: 'file', reportId, number };
}

const isId = (text: string) => /^[0-9a-f]{32}$/.test(text);
const mediaType = (request: IncomingMessage) => (request.headers['content-type'] ?? '').split(';')[0]?.trim();
const isTooLong = (request: IncomingMessage, limit: number) => Number(request.headers['content-length'] ?? 0) > limit;

/** `proceed` is called before the body is read: it says 100 Continue to who waits for it. Never rejects. */
export type HandleRequest = (request: IncomingMessage, proceed: () => void) => Promise<Answer>;

export function createHandleRequest({ deliveries, identify, now, limits }: IntakeHouse): HandleRequest {
  const underWay = new Map<string, number>();
  const hour = () => new Date(now()).toISOString().slice(0, 13);
  const said = (event: 'report.received' | 'report.repeated' | 'file.received' | 'file.repeated'): ServeEvent => ({
    event,
    hour: hour(),
  });

  async function takeFile(
    request: IncomingMessage,
    bot: string,
    target: Target & { kind: 'file' },
    proceed: () => void,
  ) {
    const { reportId, number } = target;
    if (mediaType(request) !== 'application/octet-stream') return problem(415);
    if (!isId(reportId) || !/^[1-9]\d{0,2}$/.test(number)) return problem(400);
    if (Number(number) > limits.files || isTooLong(request, limits.file)) return problem(413);
    if (!(await deliveries.claim(reportId, bot))) return problem(409);
    const body = JSON.stringify({ reportId, file: Number(number) });
    // A report that was acknowledged is whole; nothing comes back into the inbox after it was archived or deleted.
    const isOver = (await deliveries.acknowledgement(reportId)) !== null;
    const source = (async function* () {
      proceed();
      yield* receiveBody(request, limits.file);
    })();
    const isNew = !isOver && (await deliveries.putFile(reportId, Number(number), source));
    return acknowledge(isNew, body, said(isNew ? 'file.received' : 'file.repeated'));
  }

  async function takeReport(request: IncomingMessage, bot: string, proceed: () => void) {
    if (mediaType(request) !== 'application/jose+json') return problem(415);
    const reportId = request.headers['idempotency-key'];
    if (typeof reportId !== 'string' || !isId(reportId)) return problem(400);
    if (isTooLong(request, limits.report)) return problem(413);
    if (!(await deliveries.claim(reportId, bot))) return problem(409);
    const before = await deliveries.acknowledgement(reportId);
    if (before !== null) return acknowledge(false, before, said('report.repeated'));
    proceed();
    const body = await receiveWhole(request, limits.report);
    if (!isSealedReport(body, reportId)) return problem(422);
    const isNew = await deliveries.putReport(reportId, body);
    return acknowledge(
      isNew,
      await deliveries.acknowledge(reportId),
      said(isNew ? 'report.received' : 'report.repeated'),
    );
  }

  async function take(request: IncomingMessage, proceed: () => void): Promise<Answer> {
    const target = targetOf(request.url ?? '');
    if (target === null) return problem(404);
    const method = target.kind === 'file' ? 'PUT' : 'POST';
    if (request.method !== method) {
      const answer = problem(405);
      return { ...answer, headers: { ...answer.headers, allow: method } };
    }
    const caller = await identify(request.headers.authorization);
    if ('distrust' in caller) {
      return problem(401, { event: 'request.refused', status: 401, reason: caller.distrust, hour: hour() });
    }
    const { bot } = caller;
    const others = underWay.get(bot) ?? 0;
    if (others >= limits.atOnce) return problem(429);
    underWay.set(bot, others + 1);
    try {
      return await (target.kind === 'file'
        ? takeFile(request, bot, target, proceed)
        : takeReport(request, bot, proceed));
    } finally {
      const left = (underWay.get(bot) ?? 1) - 1;
      if (left > 0) underWay.set(bot, left);
      else underWay.delete(bot);
    }
  }

  /** A failure of ours is always a matter of time: the bot keeps its copy and comes again. */
  function failed(cause: unknown): Answer {
    if (cause instanceof TooLarge) return problem(413);
    if (cause instanceof CutOff) return problem(400);
    const code = cause instanceof Fault ? cause.code : ((cause as NodeJS.ErrnoException).code ?? 'unexpected');
    return problem(503, { event: 'request.failed', code, hour: hour() });
  }

  return async (request, proceed) => {
    const answer = await take(request, proceed).catch(failed);
    if (answer.event !== null || answer.status < 400) return answer;
    return { ...answer, event: { event: 'request.refused', status: answer.status, reason: 'none', hour: hour() } };
  };
}
