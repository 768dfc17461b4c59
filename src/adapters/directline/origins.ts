// Which pages may talk to the server, and under which address it is reached. Believes no forwarded header: behind a proxy
// the address is PUBLIC_URL.
import type { IncomingMessage } from 'node:http';

export interface Origins {
  /** True for the page of this server. A request without Origin comes from no browser page, so nobody can be misled by it. */
  isAllowed(req: IncomingMessage): boolean;
  /** `ws://host` or `wss://host`, without a slash at the end. */
  socketBase(req: IncomingMessage): string;
}

/** A Host header that can stand in a URL; anything else is not echoed. */
const hostPattern = /^(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;

export function createOrigins(publicUrl: string | null): Origins {
  const known = publicUrl === null ? null : new URL(publicUrl).origin;
  const hostOf = (req: IncomingMessage) => {
    const host = req.headers.host ?? '';
    return hostPattern.test(host) ? host : 'localhost';
  };
  return {
    isAllowed(req) {
      const { origin } = req.headers;
      if (origin === undefined) return true;
      return origin === known || origin === `http://${hostOf(req)}` || origin === `https://${hostOf(req)}`;
    },
    socketBase: (req) => (known === null ? `ws://${hostOf(req)}` : known.replace(/^http/, 'ws')),
  };
}
