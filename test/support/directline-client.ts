// A bare Direct Line client for tests: sends what the real one sends, collects what comes.
import { WebSocket } from 'ws';

export interface WireActivity {
  id: string;
  type: string;
  timestamp: string;
  text?: string;
  value?: Record<string, unknown>;
  replyToId?: string;
  locale?: string;
  textFormat?: string;
  inputHint?: string;
  from: { id: string; role: string };
  channelData?: Record<string, unknown>;
  attachments?: { name?: string; contentType: string; content?: Record<string, unknown>; contentUrl?: string }[];
  suggestedActions?: { actions: { type: string; title: string; value: unknown }[] };
}

export interface Frame {
  activities: WireActivity[];
  watermark: string;
}

export interface Reached<T> {
  status: number;
  body: T;
  headers: Headers;
}

export interface Session {
  token: string;
  conversationId: string;
  userId: string;
}

export async function request<T>(
  url: string,
  options: { method?: string; token?: string | null; body?: unknown; headers?: Record<string, string> } = {},
): Promise<Reached<T>> {
  const { method = 'POST', token = null, body, headers = {} } = options;
  const isRaw = typeof body === 'string' || body instanceof FormData || body === undefined;
  const response = await fetch(url, {
    method,
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined || body instanceof FormData ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: isRaw ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: (text === '' ? {} : JSON.parse(text)) as T, headers: response.headers };
}

export const lineUrl = (base: string, path: string) => `${base}/v3/directline${path}`;

export async function newToken(base: string, body: unknown = { locale: 'en-US' }): Promise<Session> {
  return (await request<Session>(`${base}/chat/token`, { body })).body;
}

export interface Started extends Session {
  streamUrl: string;
}

export async function startConversation(base: string, locale?: string): Promise<Started> {
  const session = await newToken(base);
  const body = { user: {}, ...(locale === undefined ? {} : { locale }) };
  const started = await request<Started>(lineUrl(base, '/conversations'), { token: session.token, body });
  return { ...session, streamUrl: started.body.streamUrl };
}

let messages = 0;

export function post(
  base: string,
  session: Session,
  activity: Record<string, unknown>,
): Promise<Reached<{ id: string }>> {
  const channelData = { clientActivityID: `client${++messages}`, ...(activity.channelData as object | undefined) };
  const whole = {
    type: 'message',
    from: { id: 'somebody-else', role: 'user' },
    locale: 'en-US',
    ...activity,
    channelData,
  };
  const url = lineUrl(base, `/conversations/${session.conversationId}/activities`);
  return request(url, { token: session.token, body: whole });
}

export interface Stream {
  socket: WebSocket;
  frames: Frame[];
  activities: WireActivity[];
  /** The close code, once it is closed. */
  closed: Promise<number>;
  until(test: (activity: WireActivity) => boolean): Promise<WireActivity>;
  close(): void;
}

export function openStream(url: string, headers: Record<string, string> = {}): Promise<Stream> {
  const socket = new WebSocket(url, { headers, perMessageDeflate: false });
  const frames: Frame[] = [];
  const activities: WireActivity[] = [];
  const waiting = new Set<() => void>();
  socket.on('message', (data: Buffer) => {
    const frame = JSON.parse(data.toString()) as Frame;
    frames.push(frame);
    activities.push(...frame.activities);
    for (const look of waiting) look();
  });
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  const stream: Stream = {
    socket,
    frames,
    activities,
    closed,
    until: (test) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error('The activity did not come.')), 5000);
        const look = () => {
          const found = activities.find(test);
          if (!found) return;
          clearTimeout(timer);
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
    close: () => socket.close(),
  };
  return new Promise((resolve, reject) => {
    socket.on('open', () => resolve(stream));
    socket.on('error', reject);
  });
}

/** The status with which an upgrade is refused, or 101. */
export function upgradeStatus(url: string, headers: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { headers });
    socket.on('open', () => {
      socket.close();
      resolve(101);
    });
    socket.on('unexpected-response', (_req, response) => {
      resolve(response.statusCode ?? 0);
      response.destroy();
    });
    socket.on('error', reject);
  });
}
