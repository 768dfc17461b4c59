// How the Direct Line routes answer: JSON that is never cached, errors as codes without any word of what was sent, and no
// rejected handler, because restify would put the message of an error into the body and the request into its log.
import type { Request, Response } from 'restify';
import { Fault } from '../../ports/fault.js';
import type { Log } from '../../ports/world.js';

/** Codes of Direct Line 3.0 where it has one. */
export type ProblemCode =
  'Unauthorized' | 'TokenExpired' | 'Forbidden' | 'BadArgument' | 'MessageSizeTooBig' | 'ServiceError';

const messages: Record<ProblemCode, string> = {
  Unauthorized: 'Send a bearer token.',
  TokenExpired: 'The token or the conversation has ended. Ask for a new one.',
  Forbidden: 'The token is not for this conversation or this page.',
  BadArgument: 'The body is not what this route takes.',
  MessageSizeTooBig: 'The body is too large.',
  ServiceError: 'Something failed here. Try again.',
};

/** Sends JSON and returns nothing: restify logs the whole request, token included, when a handler returns a value. */
export function answer(res: Response, status: number, body: Record<string, unknown>): void {
  res.header('Cache-Control', 'no-store');
  res.header('X-Content-Type-Options', 'nosniff');
  res.send(status, body);
}

export function refuse(res: Response, status: number, code: ProblemCode): void {
  // What is left of a bad body is not worth reading.
  if (status === 400 || status === 413) res.header('Connection', 'close');
  answer(res, status, { error: { code, message: messages[code] } });
}

export type Handler = (req: Request, res: Response) => Promise<void>;

/** Wraps a handler so that a fault becomes a 500 without words and an event in the log. */
export function guarded(log: Log, route: string, handler: Handler): Handler {
  return async (req, res) => {
    try {
      await handler(req, res);
    } catch (error) {
      log.write({ event: 'request.failed', route, code: error instanceof Fault ? error.code : 'unexpected' });
      if (!res.headersSent) refuse(res, 500, 'ServiceError');
    }
  };
}
