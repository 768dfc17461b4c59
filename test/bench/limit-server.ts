// The limit that a turn is measured against: bare node:http, JSON in, one Redis read, one Redis write, one POST to the connector
// on a kept-alive connection, 200. No authentication, no encryption, no dialogue.
import { createServer } from 'node:http';
import { Redis } from 'ioredis';
import { Pool } from 'undici';

interface Inbound {
  id: string;
  conversation: { id: string };
  recipient: unknown;
  from: unknown;
}

const redis = new Redis(process.env.REDIS_URL ?? '');
const connector = new URL(process.env.CONNECTOR ?? '');
const pool = new Pool(connector.origin, { connections: 128, keepAliveTimeout: 120_000 });
const headers = { 'content-type': 'application/json', authorization: 'Bearer the-bots-own-token' };
const card = { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text: 'x'.repeat(1500) }] };

async function turn(activity: Inbound): Promise<void> {
  const key = `limit:${activity.conversation.id}`;
  const state = JSON.parse((await redis.get(key)) ?? '{"turns":0}') as { turns: number };
  await redis.set(key, JSON.stringify({ turns: state.turns + 1, pad: 'x'.repeat(500) }), 'EX', 3600);
  const attachments = [{ contentType: 'application/vnd.microsoft.card.adaptive', content: card }];
  const body = JSON.stringify({ type: 'message', from: activity.recipient, recipient: activity.from, attachments });
  const path = `${connector.pathname}v3/conversations/${encodeURIComponent(activity.conversation.id)}/activities/${encodeURIComponent(activity.id)}`;
  const response = await pool.request({ method: 'POST', path, headers, body });
  await response.body.dump();
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    void turn(JSON.parse(Buffer.concat(chunks).toString()) as Inbound).then(() => {
      response.writeHead(200);
      response.end();
    });
  });
});
server.listen(Number(process.env.PORT), '127.0.0.1', () => process.stdout.write('READY\n'));
