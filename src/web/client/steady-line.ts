// One connection for Web Chat that stays, while the lines beneath it come and go. Whatever goes wrong with a line (socket
// lost, token ended, server away) has one remedy: renew the token, open a new line, go on after the last entry that was read.
import { postReliably } from './post-reliably.js';
import { renewSession, saveSession, type Session } from './session.js';
import { polledSocket, watchedSocket, type SocketEvents } from './sockets.js';
import type {
  Activity,
  ChatAdapter,
  ConnectionStatus,
  DirectLine,
  Observer,
  Subscription,
  WebChat,
} from './web-chat.js';

/** `ended`: by time or elsewhere. `erased`: on the person's wish, while this page looked on. */
export type LineState = 'connecting' | 'online' | 'lost' | 'ended' | 'erased';

export interface SteadyLineEvents {
  state(state: LineState): void;
  activity(activity: Activity): void;
  /** A message that did not get through and will not be tried again. */
  notSent(activity: Activity): void;
}

/** The server closes with this when a conversation is gone. */
const goneCode = 4404;
/** Ms that a new line may take to come up. */
const patience = 15_000;
/** Sockets that failed without ever opening, after which the page polls. */
const maxFailedSockets = 2;

/** Half a second at first, half a minute at most, with jitter: a restart must not bring everybody back at once. */
const waitFor = (tries: number) => Math.min(30_000, 500 * 2 ** tries) * (0.5 + Math.random());

/** Resolves without a value what many wait for. */
interface Waiter {
  resolve(line: DirectLine | null): void;
}

export function createSteadyLine(webChat: WebChat, first: Session, events: SteadyLineEvents): ChatAdapter {
  const activityObservers = new Set<Observer<Activity>>();
  const statusObservers = new Set<Observer<ConnectionStatus>>();
  const waiters = new Set<Waiter>();
  let session = first;
  let status: ConnectionStatus = 0;
  let watermark = '0';
  let current: { line: DirectLine; isOnline: boolean; drop: () => void } | null = null;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let tries = 0;
  let failedSockets = 0;
  /** Once no socket gets through, the page polls until it is loaded again. */
  let isPolling = false;
  let isOver = false;

  function setStatus(next: ConnectionStatus): void {
    if (status === next) return;
    status = next;
    for (const observer of statusObservers) observer.next?.(next);
  }

  function release(line: DirectLine | null): void {
    for (const waiter of waiters) waiter.resolve(line);
    waiters.clear();
  }

  function end(state: 'ended' | 'erased'): void {
    isOver = true;
    current?.drop();
    current = null;
    clearTimeout(retry);
    release(null);
    events.state(state);
  }

  function lose(): void {
    if (isOver || !current) return;
    watermark = current.line.watermark || watermark;
    // The client renews its token by itself; the newest one goes furthest.
    session = { ...session, token: current.line.token };
    current.drop();
    current = null;
    if (session.isStarted) events.state('lost');
    retry = setTimeout(() => void recover(), waitFor(tries));
    tries += 1;
  }

  async function recover(): Promise<void> {
    retry = undefined;
    const renewed = await renewSession(session);
    if (isOver || current) return;
    if (renewed === 'ended') return end('ended');
    if (renewed === 'unreachable') {
      events.state('lost');
      retry = setTimeout(() => void recover(), waitFor(tries));
      tries += 1;
      return;
    }
    session = renewed;
    saveSession(session);
    connect();
  }

  /** What is known to be a good moment: the network is back, the laptop is awake. */
  function hurry(): void {
    if (retry === undefined || document.hidden) return;
    clearTimeout(retry);
    void recover();
  }

  /** The conversation exists from now on: whatever happens next, it is this one that goes on. */
  function begin({ token }: DirectLine): void {
    session = { ...session, isStarted: true, token };
    saveSession(session);
    setStatus(2);
  }

  function comeOnline(line: DirectLine): void {
    if (!current || current.line !== line) return;
    current.isOnline = true;
    tries = 0;
    events.state('online');
    release(line);
  }

  function connect(): void {
    let isDropped = false;
    const own: SocketEvents = {
      opened: () => {
        failedSockets = 0;
        if (!isDropped) comeOnline(line);
      },
      closed: (code, wasOpen) => {
        if (isDropped) return;
        if (!wasOpen) failedSockets += 1;
        if (failedSockets === maxFailedSockets) isPolling = true;
        if (code === goneCode) end('erased');
        else lose();
      },
    };
    window.WebSocket = (isPolling ? polledSocket(() => line.token, own) : watchedSocket(own)) as typeof WebSocket;
    const line = webChat.createDirectLine({
      domain: `${location.origin}/v3/directline`,
      token: session.token,
      conversationStartProperties: { locale: session.language },
      ...(session.isStarted ? { conversationId: session.conversationId, watermark } : {}),
    });
    const subscriptions: Subscription[] = [];
    const deadline = setTimeout(() => {
      if (!current?.isOnline) lose();
    }, patience);
    current = {
      line,
      isOnline: false,
      drop() {
        isDropped = true;
        clearTimeout(deadline);
        for (const subscription of subscriptions) subscription.unsubscribe();
        line.end();
      },
    };
    subscriptions.push(
      line.connectionStatus$.subscribe({
        next: (next) => {
          if (next === 2) begin(line);
          if (next >= 3 && !isDropped) lose();
        },
      }),
      line.activity$.subscribe({
        next: (activity) => {
          events.activity(activity);
          for (const observer of activityObservers) observer.next?.(activity);
        },
        error: () => lose(),
      }),
    );
  }

  function ready(until: number): Promise<DirectLine | null> {
    if (isOver) return Promise.resolve(null);
    if (current?.isOnline) return Promise.resolve(current.line);
    return new Promise((resolve) => {
      const waiter: Waiter = {
        resolve: (line) => {
          clearTimeout(timer);
          waiters.delete(waiter);
          resolve(line);
        },
      };
      const timer = setTimeout(() => waiter.resolve(null), Math.max(0, until - Date.now()));
      waiters.add(waiter);
    });
  }

  window.addEventListener('online', hurry);
  document.addEventListener('visibilitychange', hurry);

  return {
    token: first.token,
    activity$: {
      subscribe(observer) {
        activityObservers.add(observer);
        if (status === 0) {
          setStatus(1);
          events.state('connecting');
          connect();
        }
        return { unsubscribe: () => void activityObservers.delete(observer) };
      },
    },
    connectionStatus$: {
      subscribe(observer) {
        statusObservers.add(observer);
        observer.next?.(status);
        return { unsubscribe: () => void statusObservers.delete(observer) };
      },
    },
    postActivity: (activity) => ({
      subscribe(observer) {
        postReliably(ready, activity).then(
          (id) => {
            observer.next?.(id);
            observer.complete?.();
          },
          (error: unknown) => {
            events.notSent(activity);
            observer.error?.(error);
          },
        );
        return { unsubscribe: () => undefined };
      },
    }),
    end() {
      if (!isOver) current?.drop();
      isOver = true;
    },
  };
}
