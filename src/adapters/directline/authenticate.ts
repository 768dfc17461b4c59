// Who is asking, by bearer token. Answers the request itself when nobody may be. The conversation in a URL must be the
// token's own; what a body says about the sender is never read.
import type { Request, Response } from 'restify';
import { refuse } from './answer.js';
import type { Tokens, Visitor } from './tokens.js';

export const bearerOf = (req: Request): string | null =>
  /^Bearer +([\w.-]{1,4096})$/i.exec(req.headers.authorization ?? '')?.[1] ?? null;

/**
 * Null after having answered: 401 without a token, 403 with one that has ended or is for something else. To the client 403
 * means "ask for a new token", and the page does; 404 would leave it hanging.
 */
export async function authenticate(tokens: Tokens, req: Request, res: Response): Promise<Visitor | null> {
  const token = bearerOf(req);
  if (token === null) {
    refuse(res, 401, 'Unauthorized');
    return null;
  }
  const visitor = await tokens.readChat(token);
  if (!visitor) {
    refuse(res, 403, 'TokenExpired');
    return null;
  }
  const asked = (req.params as Record<string, string> | undefined)?.conversation;
  if (asked !== undefined && asked !== visitor.ref.id) {
    refuse(res, 403, 'Forbidden');
    return null;
  }
  return visitor;
}
