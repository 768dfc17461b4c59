import assert from 'node:assert/strict';
import { createLog, type LogLevel } from '../../../src/adapters/node/log.js';
import type { LogEvent } from '../../../src/ports/world.js';

const now = Date.parse('2026-11-23T20:17:31.123Z');

function written(level: LogLevel, ...events: LogEvent[]): Record<string, unknown>[] {
  const lines: string[] = [];
  const log = createLog({ level, clock: { now: () => now }, destination: { write: (line) => void lines.push(line) } });
  for (const event of events) log.write(event);
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('log', () => {
  it('writes one JSON line with level, time, event and its fields; no process id and no host name', () => {
    assert.deepEqual(written('info', { event: 'turn.failed', code: 'turn.conflict' }), [
      { level: 'error', time: '2026-11-23T20:17:31.123Z', event: 'turn.failed', code: 'turn.conflict' },
    ]);
  });

  it('shows what concerns a report to the hour only', () => {
    const lines = written(
      'info',
      { event: 'report.kept', hour: '2026-11-23T20' },
      { event: 'delivery.later', hour: '2026-11-23T20', attempts: 3 },
    );
    assert.deepEqual(lines, [
      { level: 'info', event: 'report.kept', hour: '2026-11-23T20' },
      { level: 'warn', event: 'delivery.later', hour: '2026-11-23T20', attempts: 3 },
    ]);
  });

  it('drops fields that the event does not have, and withholds what is no word', () => {
    const smuggled = { event: 'turn.failed', code: 'Anna Svensson said', answer: 'canary' } as LogEvent;
    const nested = { event: 'turn.failed', code: { text: 'canary' } } as unknown as LogEvent;
    const text = JSON.stringify(written('info', smuggled, nested));
    assert.equal(/Anna|Svensson|canary|answer/.test(text), false);
    assert.equal(text.match(/withheld/g)?.length, 2);
  });

  it('keeps to its level', () => {
    const events: LogEvent[] = [{ event: 'stopping' }, { event: 'jwks.unpinned', keys: 2 }];
    assert.deepEqual(
      written('warn', ...events).map(({ event }) => event),
      ['jwks.unpinned'],
    );
    assert.deepEqual(written('silent', ...events), []);
  });
});
