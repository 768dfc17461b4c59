// The conversation of this tab: its token, kept in sessionStorage so that a reload goes on and closing the tab forgets it.
// The token is the only key to what was written; it is sent to this host only.

export interface Session {
  token: string;
  conversationId: string;
  language: string;
  /** True once the conversation exists at the server. */
  isStarted: boolean;
}

/** `ended`: the conversation is gone for good. `unreachable`: try again later. */
export type Renewal = Session | 'ended' | 'unreachable';

const name = 'chat';

/** Some browsers forbid storage: then a reload starts anew, and that is all. */
function withStorage<T>(use: (storage: Storage) => T): T | null {
  try {
    return use(sessionStorage);
  } catch {
    return null;
  }
}

export function loadSession(): Session | null {
  const text = withStorage((storage) => storage.getItem(name)) ?? null;
  return text === null ? null : (JSON.parse(text) as Session);
}

export function saveSession(session: Session): void {
  withStorage((storage) => storage.setItem(name, JSON.stringify(session)));
}

export function forgetSession(): void {
  withStorage((storage) => storage.removeItem(name));
}

async function ask(path: string, init: RequestInit): Promise<Response | null> {
  try {
    return await fetch(path, { method: 'POST', cache: 'no-store', signal: AbortSignal.timeout(20_000), ...init });
  } catch {
    return null;
  }
}

async function read(response: Response, session: Omit<Session, 'token' | 'conversationId'>): Promise<Session> {
  const { token, conversationId } = (await response.json()) as { token: string; conversationId: string };
  return { ...session, token, conversationId };
}

export async function newSession(language: string): Promise<Session | 'unreachable'> {
  const body = JSON.stringify({ locale: language });
  const response = await ask('/chat/token', { body, headers: { 'Content-Type': 'application/json' } });
  return response?.ok ? read(response, { language, isStarted: false }) : 'unreachable';
}

/** A fresh token for a conversation that lives; a new conversation where the old one was never started. */
export async function renewSession(session: Session): Promise<Renewal> {
  if (!session.isStarted) return newSession(session.language);
  const response = await ask('/chat/renew', { headers: { Authorization: `Bearer ${session.token}` } });
  if (response?.ok) return read(response, session);
  return response?.status === 403 || response?.status === 401 ? 'ended' : 'unreachable';
}
