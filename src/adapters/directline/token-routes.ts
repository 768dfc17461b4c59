// How a page comes by its token: a new conversation costs nothing and stores nothing, a token that has run out while a
// laptop slept is renewed for as long as its conversation lives.
import { randomBytes } from 'node:crypto';
import type { Response } from 'restify';
import { z } from 'zod';
import { answer, refuse } from './answer.js';
import { authenticate, bearerOf } from './authenticate.js';
import type { Channel, Route } from './channel.js';
import { readJson } from './read-json.js';
import { toLanguage } from '../../core/chat/to-language.js';
import { chatTokenAge, type Visitor } from './tokens.js';

/** `solution` is the answer to a challenge; there is none yet, so it is taken and not looked at. */
const bodySchema = z.object({ locale: z.string().max(35).optional(), solution: z.unknown().optional() });

export function tokenRoutes({ tokens, origins, cipher, chat, languages, limits }: Channel): Route[] {
  async function answerToken(res: Response, visitor: Visitor): Promise<void> {
    const token = await tokens.issueChat(visitor);
    answer(res, 201, { token, conversationId: visitor.ref.id, userId: visitor.user, watermark: '0' });
  }

  return [
    {
      method: 'post',
      path: '/chat/token',
      async handler(req, res) {
        if (!origins.isAllowed(req)) return refuse(res, 403, 'Forbidden');
        const body = await readJson(req, limits.json);
        if (body.kind === 'tooLarge') return refuse(res, 413, 'MessageSizeTooBig');
        const asked = body.kind === 'json' ? bodySchema.safeParse(body.value) : null;
        if (!asked?.success) return refuse(res, 400, 'BadArgument');
        // Web Chat believes a user id only when it starts with dl_ and stands in the token.
        const user = `dl_${randomBytes(16).toString('base64url')}`;
        const language = toLanguage(asked.data.locale, languages);
        await answerToken(res, { ref: cipher.create(), user, language });
      },
    },
    {
      method: 'post',
      path: '/chat/renew',
      async handler(req, res) {
        req.resume();
        if (!origins.isAllowed(req)) return refuse(res, 403, 'Forbidden');
        const token = bearerOf(req);
        if (token === null) return refuse(res, 401, 'Unauthorized');
        const visitor = await tokens.readEndedChat(token);
        if (!visitor || !(await chat.resume(visitor.ref))) return refuse(res, 403, 'TokenExpired');
        await answerToken(res, visitor);
      },
    },
    {
      method: 'post',
      path: '/v3/directline/tokens/refresh',
      async handler(req, res) {
        req.resume();
        const visitor = await authenticate(tokens, req, res);
        if (!visitor) return;
        if (!(await chat.resume(visitor.ref))) return refuse(res, 403, 'TokenExpired');
        const token = await tokens.issueChat(visitor);
        answer(res, 200, { conversationId: visitor.ref.id, token, expires_in: chatTokenAge });
      },
    },
  ];
}
