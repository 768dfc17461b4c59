// Everything that the reference intake may log: closed, without ids, addresses or anything that was sent, and no time finer than
// the hour for what concerns a report.

/** Why a caller was not believed. Said to the log only; the caller learns no more than 401. */
export type Distrust =
  'assertion.missing' | 'assertion.wrong' | 'assertion.expired' | 'assertion.replayed' | 'bot.unknown';

export type ServeEvent =
  | { event: 'listening'; port: number; isTls: boolean }
  | { event: 'stopping' | 'stopped' }
  | { event: 'report.received' | 'report.repeated' | 'file.received' | 'file.repeated'; hour: string }
  | { event: 'request.refused'; status: number; reason: Distrust | 'none'; hour: string }
  | { event: 'request.failed'; code: string; hour: string };

/** One JSON line. A code that is no code is withheld. */
export function toLogLine(event: ServeEvent): string {
  const isCode = !('code' in event) || /^[A-Za-z0-9_.-]{1,60}$/.test(event.code);
  return `${JSON.stringify(isCode ? event : { ...event, code: 'withheld' })}\n`;
}
