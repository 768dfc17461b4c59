// The web chat's channel: Direct Line 3.0 as the real client speaks it, plus the two routes by which a page gets and renews
// its token. Stores nothing itself, waits for no turn, and lets no token and no word of a person into a log or an error.
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Server } from 'restify';
import { activityRoutes } from './activity-routes.js';
import { guarded } from './answer.js';
import { directLineLimits, type Channel, type DirectLineOptions } from './channel.js';
import { conversationRoutes } from './conversation-routes.js';
import { createOrigins } from './origins.js';
import { createRecentEchoes } from './recent-echoes.js';
import { createStreams } from './streams.js';
import { refuseBrokenAddress } from './refuse-broken-address.js';
import { tokenRoutes } from './token-routes.js';
import { createTokens } from './tokens.js';
import { uploadRoutes } from './upload-routes.js';

/** Mounts the routes and takes over the server's upgrades. `close` sends every socket away with 1001, so that clients come back. */
export function mountDirectLine(server: Server, options: DirectLineOptions): { close(): Promise<void> } {
  const tokens = createTokens(options.keys, options.clock);
  const origins = createOrigins(options.publicUrl);
  const streams = createStreams({ ...options, tokens, origins, idle: options.lifetime.idle });
  const limits = options.limits ?? directLineLimits;
  const channel: Channel = { ...options, limits, tokens, origins, streams, echoes: createRecentEchoes() };

  server.pre(refuseBrokenAddress);
  const routes = [tokenRoutes, conversationRoutes, activityRoutes, uploadRoutes].flatMap((make) => make(channel));
  for (const { method, path, handler } of routes) {
    server[method](path, guarded(options.log, `${method.toUpperCase()} ${path}`, handler));
  }

  server.on('upgrade', (req: IncomingMessage, socket: Duplex, head: Buffer) => {
    streams.upgrade(req, socket, head).catch(() => {
      options.log.write({ event: 'request.failed', route: 'upgrade', code: 'unexpected' });
      socket.destroy();
    });
  });
  return { close: () => streams.close() };
}
