// The two kinds of socket that the Direct Line client is given: a real one that tells when it opens and closes (the client
// itself says nothing when its line is lost), and one that polls, for networks that let no socket through.

export interface SocketEvents {
  opened(): void;
  /** `wasOpen`: false when it never opened. */
  closed(code: number, wasOpen: boolean): void;
}

export type SocketClass = new (url: string) => WebSocket;

/** Ms until a socket that neither opens nor fails counts as failed. */
const patience = 10_000;

/** Must be taken before the page's WebSocket is replaced. */
const RealSocket = window.WebSocket;

export function watchedSocket(events: SocketEvents): SocketClass {
  return class extends RealSocket {
    constructor(url: string) {
      super(url);
      let wasOpen = false;
      const waiting = setTimeout(() => this.close(), patience);
      this.addEventListener('open', () => {
        wasOpen = true;
        clearTimeout(waiting);
        events.opened();
      });
      this.addEventListener('close', ({ code }) => {
        clearTimeout(waiting);
        events.closed(code, wasOpen);
      });
    }
  };
}

interface Frame {
  activities: unknown[];
  watermark: string;
}

const pollEvery = 1000;
const pollWhileHidden = 4000;

/** Has of a WebSocket what the Direct Line client uses. Every failure closes it, as it would a real one. */
class PolledSocket {
  readyState: number = RealSocket.CONNECTING;
  onopen: ((event: Event) => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  onerror: (() => void) | null = null;
  private watermark: string;
  private readonly address: string;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    url: string,
    private readonly token: () => string,
    private readonly events: SocketEvents,
  ) {
    const { pathname, searchParams } = new URL(url);
    this.address = pathname.replace(/\/stream$/, '/activities');
    this.watermark = searchParams.get('watermark') ?? '';
    this.timer = setTimeout(() => void this.poll(), 0);
  }

  send(): void {
    // The client's sign of life; each poll is one.
  }

  close(): void {
    this.finish(1000);
  }

  private finish(code: number): void {
    if (this.readyState === RealSocket.CLOSED) return;
    const wasOpen = this.readyState === RealSocket.OPEN;
    this.readyState = RealSocket.CLOSED;
    clearTimeout(this.timer);
    this.onclose?.({ code });
    this.events.closed(code, wasOpen);
  }

  private async poll(): Promise<void> {
    try {
      const response = await fetch(`${this.address}?watermark=${encodeURIComponent(this.watermark)}`, {
        headers: { Authorization: `Bearer ${this.token()}` },
        cache: 'no-store',
        signal: AbortSignal.timeout(20_000),
      });
      if (!response.ok) return this.finish(1011);
      const frame = (await response.json()) as Frame;
      if (this.readyState === RealSocket.CLOSED) return;
      this.take(frame);
      this.timer = setTimeout(() => void this.poll(), document.hidden ? pollWhileHidden : pollEvery);
    } catch {
      this.finish(1006);
    }
  }

  private take(frame: Frame): void {
    if (this.readyState === RealSocket.CONNECTING) {
      this.readyState = RealSocket.OPEN;
      this.onopen?.(new Event('open'));
      this.events.opened();
    }
    if (frame.activities.length === 0 && frame.watermark === this.watermark) return;
    this.watermark = frame.watermark;
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
}

export function polledSocket(token: () => string, events: SocketEvents): SocketClass {
  return class {
    constructor(url: string) {
      return new PolledSocket(url, token, events);
    }
  } as unknown as SocketClass;
}
