// Files that a person sends: streamed into safe keeping one by one, then one message that names them. A file that was refused
// is named too, so that nobody believes it was sent.
import { answer, refuse } from './answer.js';
import { activityId } from './to-activities.js';
import { accept } from './activity-routes.js';
import { authenticate } from './authenticate.js';
import type { Channel, Route } from './channel.js';
import { readUpload } from './read-upload.js';
import { activitySchema, readText, toInput } from './to-input.js';

export function uploadRoutes(channel: Channel): Route[] {
  const { tokens, chat, limits, maskReceipts } = channel;
  return [
    {
      method: 'post',
      path: '/v3/directline/conversations/:conversation/upload',
      async handler(req, res) {
        const visitor = await authenticate(tokens, req, res);
        if (!visitor) return;
        if (!(await chat.resume(visitor.ref))) return refuse(res, 403, 'TokenExpired');
        const upload = await readUpload(req, (file) => chat.keepFile(visitor.ref, file), limits);
        const activity = activitySchema.safeParse(upload?.activity ?? { type: 'message' });
        if (!upload || !activity.success) return refuse(res, 400, 'BadArgument');
        const { files, refused } = upload;
        if (files.length + refused.length === 0) {
          const message = toInput(activity.data, maskReceipts);
          if (!message) return answer(res, 200, { id: activityId(visitor.ref.id, '0') });
          return accept(channel, res, visitor, activity.data, message);
        }
        const { masked: text } = readText(activity.data, maskReceipts);
        const shownName = (name: string) => maskReceipts(name).masked.slice(0, 200);
        const { locale, channelData } = activity.data;
        await accept(channel, res, visitor, activity.data, {
          input: { kind: 'files', files, refused, text },
          shown: {
            type: 'message',
            textFormat: 'plain',
            ...(text === '' ? {} : { text }),
            ...(locale === undefined ? {} : { locale }),
            ...(channelData === undefined ? {} : { channelData }),
            // Names only: a file cannot be read back, so there is no URL to it that could leak.
            attachments: [...files, ...refused].map(({ name }) => ({
              name: shownName(name),
              contentType: 'application/octet-stream',
            })),
          },
        });
      },
    },
  ];
}
