// Turns away requests whose Host or target makes no address. Restify would build a URL of it outside of every handler, and
// the exception would end the process: one such request from anybody would silence the chat for all.
import type { Next, Request, Response } from 'restify';
import { refuse } from './answer.js';

/** For `server.pre`: runs before anything is routed. */
export function refuseBrokenAddress(req: Request, res: Response, next: Next): void {
  const host = req.headers.host ?? 'localhost';
  const target = req.url ?? '';
  const base = `http://${host === '' ? 'localhost' : host}`;
  const isSound = URL.canParse(target.startsWith('/') ? base + target : target, base);
  if (!isSound) refuse(res, 400, 'BadArgument');
  next(isSound ? undefined : false);
}
