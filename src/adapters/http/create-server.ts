// The public HTTP server (restify): strict defaults, and errors that tell a stranger nothing. Routes are mounted by those who
// own them, as async handlers without a return value (restify logs what a handler returns, token and all).
import * as restify from 'restify';

/** A server that answers `GET /healthz`, hides what went wrong inside, and limits how long a request may take to arrive. */
export function createServer(onFailure: (route: string, code: string) => void): restify.Server {
  const server = restify.createServer({
    name: '',
    ignoreTrailingSlash: false,
    strictNext: false,
  });
  server.server.headersTimeout = 20_000;
  server.server.requestTimeout = 120_000;
  server.use(restify.plugins.queryParser({ mapParams: false }));
  server.on('restifyError', (request: restify.Request, _response: unknown, error: MaskableError, done: () => void) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) {
      const route = (request.getRoute() as { path?: string } | undefined)?.path ?? 'unknown';
      onFailure(String(route), 'unexpected');
    }
    const body = {
      error: { code: status >= 500 ? 'Internal' : (error.body?.code ?? 'BadRequest'), message: 'The request failed.' },
    };
    error.toJSON = () => body;
    error.toString = () => JSON.stringify(body);
    done();
  });
  // restify says again what its HTTP server said; whoever listens there has dealt with it, and unheard it would end the process.
  server.on('error', () => undefined);
  server.get('/healthz', async (_request: restify.Request, response: restify.Response) => {
    response.header('Cache-Control', 'no-store');
    response.send(200, { status: 'ok' });
  });
  return server;
}

interface MaskableError extends Error {
  statusCode?: number;
  body?: { code?: string };
  toJSON?: () => unknown;
}
