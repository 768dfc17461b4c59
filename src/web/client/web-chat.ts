// What this page uses of the Web Chat bundle and of the Direct Line client in it, and how the bundle is loaded: only when a
// person opens the chat, from this host.

export interface Subscription {
  unsubscribe(): void;
}

export interface Observer<T> {
  next?(value: T): void;
  error?(error: unknown): void;
  complete?(): void;
}

export interface Observable<T> {
  subscribe(observer: Observer<T>): Subscription;
}

export interface Activity {
  type: string;
  id?: string;
  locale?: string;
  value?: unknown;
  attachments?: unknown[];
  from?: { id?: string; role?: string };
  channelData?: { postBack?: boolean; clientActivityID?: string };
}

/** 0 uninitialised, 1 connecting, 2 online, 3 token expired, 4 failed to connect, 5 ended. */
export type ConnectionStatus = 0 | 1 | 2 | 3 | 4 | 5;

/** What Web Chat asks of a connection. */
export interface ChatAdapter {
  activity$: Observable<Activity>;
  connectionStatus$: Observable<ConnectionStatus>;
  postActivity(activity: Activity): Observable<string>;
  end(): void;
  /** Web Chat takes the person's id from the claim `user` in it. */
  token: string;
}

/** directlinejs 0.15.5. `timeout` (ms) is read at every request; its constructor takes it, but Web Chat does not hand it on. */
export interface DirectLine extends ChatAdapter {
  watermark: string;
  timeout: number;
}

export interface Store {
  dispatch(action: { type: string; payload?: unknown }): void;
}

interface WebChat {
  createDirectLine(options: {
    domain: string;
    token: string;
    conversationId?: string;
    watermark?: string;
    conversationStartProperties?: { locale: string };
  }): DirectLine;
  createStore(): Store;
  renderWebChat(props: Record<string, unknown>, element: HTMLElement): void;
}

declare global {
  interface Window {
    WebChat?: WebChat;
  }
}

/** Loads the bundle once; rejects when it cannot be had, and may then be called again. */
export async function loadWebChat(address: string): Promise<WebChat> {
  if (window.WebChat) return window.WebChat;
  await new Promise<void>((resolve, reject) => {
    const script = document.createElement('script');
    script.src = address;
    script.onload = () => resolve();
    script.onerror = () => {
      script.remove();
      reject(new Error('The chat could not be loaded.'));
    };
    document.head.append(script);
  });
  if (!window.WebChat) throw new Error('The chat could not be loaded.');
  return window.WebChat;
}

export type { WebChat };
