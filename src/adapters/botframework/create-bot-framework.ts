// Teams, and any channel of the Bot Framework that is allowed: POST /api/messages in, the connector out. It waits for no reply to
// be delivered, stores nothing itself, and lets no id, name or word into a log, an error or a metric.
import type { Activity } from 'botbuilder';
import { AuthenticationError } from 'botframework-connector';
import type { Request, Response, Server } from 'restify';
import type { MaskReceipts } from '../../core/chat/mask-values.js';
import { Fault } from '../../ports/fault.js';
import type { Chance, Clock, Log } from '../../ports/world.js';
import type { DirectTurns, Mouth } from '../../turn/direct-turns.js';
import { activitySchema } from './activity-schema.js';
import { createAppToken } from './app-token.js';
import { createConnector } from './connector.js';
import { TeamsAdapter } from './create-adapter.js';
import { createMouth, type Draw, type Text } from './create-mouth.js';
import { handleActivity } from './handle-activity.js';
import type { Answer } from './office.js';
import { readActivity } from './read-activity.js';
import type { BotFrameworkSettings } from './settings.js';
import { StrictAuthentication } from './strict-authentication.js';

export interface BotFrameworkParts {
  settings: BotFrameworkSettings;
  draw: Draw;
  text: Text;
  languages: string[];
  maskReceipts: MaskReceipts;
  clock: Clock;
  chance: Chance;
  log: Log;
}

export interface BotFramework {
  mouth: Mouth;
  /** Mounts `POST /api/messages`. */
  mount(server: Server, turns: DirectTurns): void;
  /** Closes the connections to the connector; nothing can be said afterwards. */
  close(): Promise<void>;
}

const route = '/api/messages';

/** The same few words for everybody: what was wrong is nobody's business. */
const words: Record<number, string> = {
  400: 'Bad request',
  401: 'Unauthorized',
  413: 'Too large',
  500: 'Failed',
  501: 'Not implemented',
  503: 'Unavailable',
};

function write(res: Response, { status, body, sent }: Answer): void {
  res.header('Cache-Control', 'no-store');
  // What is left of a bad body is not worth reading.
  if (status === 400 || status === 413) res.header('Connection', 'close');
  const isText = body === undefined;
  const content = isText ? (words[status] ?? '') : JSON.stringify(body);
  const type = isText ? 'text/plain' : 'application/json; charset=utf-8';
  res.writeHead(status, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(content) });
  if (sent) res.once('close', sent);
  res.end(content);
}

/** Plain JSON only where there is no authentication: a page of another site cannot send it without being asked. */
const isFromPage = (req: Request) =>
  req.headers.origin !== undefined || !/^application\/json\b/.test(req.headers['content-type'] ?? '');

export function createBotFramework(parts: BotFrameworkParts): BotFramework {
  const { settings, clock, chance, log } = parts;
  const connector = createConnector({ token: createAppToken(settings), clock, chance });
  const adapter = new TeamsAdapter(new StrictAuthentication(settings, clock), connector);

  async function answer(req: Request, turns: DirectTurns): Promise<Answer> {
    if (settings.credentials === null && isFromPage(req)) return { status: 401 };
    const body = await readActivity(req);
    if (body.kind !== 'object') return { status: body.kind === 'tooLarge' ? 413 : 400 };
    const office = { ...parts, turns };
    let result: Answer = { status: 400 };
    await adapter.receive(body.value as unknown as Activity, req.headers.authorization ?? '', async (context) => {
      const activity = activitySchema.safeParse(context.activity);
      if (!activity.success) return;
      const sayNeutral = async (text: string) => void (await context.sendActivity({ type: 'message', text }));
      result = await handleActivity(office, activity.data, sayNeutral);
    });
    return result;
  }

  return {
    mouth: createMouth({ ...parts, connector }),
    mount(server, turns) {
      server.post(route, async (req: Request, res: Response) => {
        try {
          write(res, await answer(req, turns));
        } catch (error) {
          if (error instanceof AuthenticationError) return write(res, { status: Number(error.statusCode) });
          // Not kept: the Bot Framework may send it again.
          log.write({ event: 'request.failed', route, code: error instanceof Fault ? error.code : 'unexpected' });
          if (!res.headersSent) write(res, { status: 500 });
        }
      });
    },
    close: () => connector.close(),
  };
}
