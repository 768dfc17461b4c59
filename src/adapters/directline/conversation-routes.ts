// Starting a conversation and coming back to it. Both give a new stream URL, and both take up what a crash left undone.
import type { Request } from 'restify';
import { z } from 'zod';
import { answer, refuse } from './answer.js';
import { authenticate, bearerOf } from './authenticate.js';
import type { Channel, Route } from './channel.js';
import { readJson } from './read-json.js';
import { toLanguage } from '../../core/chat/to-language.js';
import { chatTokenAge, type Visitor } from './tokens.js';
import { watermarkOf } from './watermark.js';

const bodySchema = z.object({ locale: z.string().max(35).optional().catch(undefined) });

/** Names the start within a conversation, so that two of them make one. No client id has a space. */
const startFingerprint = 'conversation start';

export function conversationRoutes({ tokens, origins, chat, languages, limits }: Channel): Route[] {
  async function conversationOf(req: Request, visitor: Visitor, watermark: number) {
    const stream = await tokens.issueStream(visitor);
    const path = `/v3/directline/conversations/${encodeURIComponent(visitor.ref.id)}/stream`;
    return {
      conversationId: visitor.ref.id,
      token: bearerOf(req),
      expires_in: chatTokenAge,
      streamUrl: `${origins.socketBase(req)}${path}?watermark=${watermark}&t=${stream}`,
    };
  }

  return [
    {
      method: 'post',
      path: '/v3/directline/conversations',
      async handler(req, res) {
        const visitor = await authenticate(tokens, req, res);
        if (!visitor) return;
        const body = await readJson(req, limits.json);
        if (body.kind === 'tooLarge') return refuse(res, 413, 'MessageSizeTooBig');
        const asked = body.kind === 'json' ? bodySchema.safeParse(body.value) : null;
        if (!asked?.success) return refuse(res, 400, 'BadArgument');
        const isThere = await chat.resume(visitor.ref);
        if (!isThere) {
          const { locale } = asked.data;
          const language = locale === undefined ? visitor.language : toLanguage(locale, languages);
          await chat.receive(visitor.ref, { input: { kind: 'start', language }, shown: null }, startFingerprint);
        }
        // From the beginning also where it is there already: the answer to a first try may have been lost on the way.
        answer(res, isThere ? 200 : 201, await conversationOf(req, visitor, 0));
      },
    },
    {
      method: 'get',
      path: '/v3/directline/conversations/:conversation',
      async handler(req, res) {
        const visitor = await authenticate(tokens, req, res);
        if (!visitor) return;
        if (!(await chat.resume(visitor.ref))) return refuse(res, 403, 'TokenExpired');
        // An empty watermark is a client that has seen nothing yet: it gets all. What it has already, it replaces by id.
        const watermark = watermarkOf(req.url);
        answer(res, 200, await conversationOf(req, visitor, watermark));
      },
    },
  ];
}
