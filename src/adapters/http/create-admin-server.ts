// For the operator, on loopback only: is it ready, and what do the counters say. Serves nothing of any person.
import { createServer, type Server } from 'node:http';

interface AdminOptions {
  /** Reasons why it is not ready; empty when it is. */
  faults: () => Promise<string[]>;
  /** The metrics in Prometheus' text format. */
  metrics: () => Promise<string>;
}

export function createAdminServer({ faults, metrics }: AdminOptions): Server {
  return createServer((request, response) => {
    const answer = (status: number, type: string, body: string) => {
      response.writeHead(status, { 'Content-Type': type, 'Cache-Control': 'no-store' });
      response.end(body);
    };
    const respond = async () => {
      if (request.method !== 'GET') return answer(405, 'text/plain', 'GET only\n');
      if (request.url === '/readyz') {
        const reasons = await faults();
        const body = JSON.stringify({ status: reasons.length === 0 ? 'ready' : 'not ready', reasons });
        return answer(reasons.length === 0 ? 200 : 503, 'application/json', body);
      }
      if (request.url === '/metrics') return answer(200, 'text/plain; version=0.0.4', await metrics());
      return answer(404, 'text/plain', 'There is /readyz and /metrics.\n');
    };
    respond().catch(() => answer(500, 'text/plain', 'failed\n'));
  });
}
