// Messages in, and the log out for clients that poll. A message is answered as soon as it is durable; its turn runs behind.
import type { Response } from 'restify';
import type { Input } from '../../core/chat/message.js';
import { answer, refuse } from './answer.js';
import { authenticate } from './authenticate.js';
import type { Channel, Route } from './channel.js';
import { readJson } from './read-json.js';
import { activityId, toActivities, toEcho } from './to-activities.js';
import { activitySchema, toInput, type InboundActivity } from './to-input.js';
import { watermarkOf } from './watermark.js';
import type { Visitor } from './tokens.js';

/** Puts a message on the log, sends its echo, and answers: 200 with its id, or 403 when the conversation is gone. */
export async function accept(
  { chat, streams, echoes, clock }: Channel,
  res: Response,
  visitor: Visitor,
  activity: InboundActivity,
  message: { input: Input; shown: Record<string, unknown> },
): Promise<void> {
  const { ref, user } = visitor;
  const entry = await chat.receive(ref, message, activity.channelData?.clientActivityID ?? null);
  if (!entry) return refuse(res, 403, 'TokenExpired');
  echoes.remember(ref.id, entry.seq, toEcho(ref.id, user, entry, message.shown), clock.now());
  streams.echo(ref.id, entry, message.shown);
  answer(res, 200, { id: activityId(ref.id, entry.id) });
}

export function activityRoutes(channel: Channel): Route[] {
  const { tokens, chat, draw, maskReceipts, limits, echoes, clock } = channel;
  const path = '/v3/directline/conversations/:conversation/activities';
  return [
    {
      method: 'post',
      path,
      async handler(req, res) {
        const visitor = await authenticate(tokens, req, res);
        if (!visitor) return;
        const body = await readJson(req, limits.json);
        if (body.kind === 'tooLarge') return refuse(res, 413, 'MessageSizeTooBig');
        const activity = body.kind === 'json' ? activitySchema.safeParse(body.value) : null;
        if (!activity?.success) return refuse(res, 400, 'BadArgument');
        const message = toInput(activity.data, maskReceipts);
        // Typing and events need no turn and leave no trace.
        if (!message) return answer(res, 200, { id: activityId(visitor.ref.id, '0') });
        await accept(channel, res, visitor, activity.data, message);
      },
    },
    {
      method: 'get',
      path,
      async handler(req, res) {
        const visitor = await authenticate(tokens, req, res);
        if (!visitor) return;
        const after = watermarkOf(req.url);
        const transcript = await chat.read(visitor.ref, after);
        if (!transcript) return refuse(res, 403, 'TokenExpired');
        const { id: conversation } = visitor.ref;
        const activities = toActivities({ conversation, user: visitor.user }, transcript, draw);
        // Only a client that goes on wants them: who reads from the beginning sees what the log still holds, and no more.
        const missing = after > 0 ? echoes.missing(conversation, after, activities, clock.now()) : [];
        answer(res, 200, { activities: [...missing, ...activities], watermark: String(transcript.watermark) });
      },
    },
  ];
}
