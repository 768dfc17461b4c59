// Writes the closed set of log events as JSON lines. It copies only the fields that it knows, so that nothing a person wrote can
// come along, and shows no time finer than the hour for what concerns a report.
import { pino, type DestinationStream } from 'pino';
import type { Clock, Log, LogEvent } from '../../ports/world.js';

export const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

interface Shape {
  level: 'info' | 'warn' | 'error';
  fields: string[];
}

const shapes: Record<LogEvent['event'], Shape> = {
  started: { level: 'info', fields: ['store', 'isDemonstration', 'takesReports', 'port'] },
  stopping: { level: 'info', fields: [] },
  stopped: { level: 'info', fields: [] },
  'turn.failed': { level: 'error', fields: ['code'] },
  'turn.retried': { level: 'info', fields: ['attempts'] },
  'request.failed': { level: 'warn', fields: ['route', 'code'] },
  'report.kept': { level: 'info', fields: ['hour'] },
  'report.delivered': { level: 'info', fields: ['hour'] },
  'report.refused': { level: 'error', fields: ['hour'] },
  'report.expired': { level: 'error', fields: ['hour'] },
  'delivery.later': { level: 'warn', fields: ['hour', 'attempts'] },
  'courier.failed': { level: 'error', fields: ['code'] },
  'sweep.failed': { level: 'error', fields: ['code'] },
  'reply.later': { level: 'warn', fields: ['code'] },
  'reply.dropped': { level: 'warn', fields: ['code'] },
  'store.failed': { level: 'error', fields: ['code'] },
  'jwks.unpinned': { level: 'error', fields: ['keys'] },
  'jwks.failed': { level: 'error', fields: ['code'] },
};

/** Codes, routes and hours. A sentence, an address or a name with a space is none of these. */
const word = /^[A-Za-z0-9_.:/*-]{1,80}$/;

function safe(value: unknown): string | number | boolean | undefined {
  if (typeof value === 'number' || typeof value === 'boolean' || value === undefined) return value;
  return typeof value === 'string' && word.test(value) ? value : 'withheld';
}

/**
 * JSON lines to standard output (or `destination`): `level`, `event`, its fields, and `time` (ISO 8601, UTC) for events that
 * carry no hour of their own. No process id, no host name. `route` is a pattern such as `/v3/conversations/:id`, never a URL.
 */
export function createLog(options: { level: LogLevel; clock: Clock; destination?: DestinationStream }): Log {
  const settings = {
    level: options.level,
    base: null,
    timestamp: false,
    formatters: { level: (level: string) => ({ level }) },
  };
  const logger = options.destination === undefined ? pino(settings) : pino(settings, options.destination);
  return {
    write: (event) => {
      const shape = shapes[event.event];
      const given = new Map<string, unknown>(Object.entries(event));
      const fields = Object.fromEntries(shape.fields.map((field) => [field, safe(given.get(field))]));
      const isCoarse = shape.fields.includes('hour');
      const time = isCoarse ? {} : { time: new Date(options.clock.now()).toISOString() };
      logger[shape.level]({ ...time, event: event.event, ...fields });
    },
  };
}
