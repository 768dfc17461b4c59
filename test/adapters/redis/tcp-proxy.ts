// A line to Redis that can be cut at the worst moment: after the server has done what was asked, before its answer arrives.
import { createConnection, createServer, type AddressInfo, type Socket } from 'node:net';

export interface TcpProxy {
  readonly url: string;
  /** Cuts the line once, instead of passing on the answer to the next request whose bytes hold `word`. */
  loseAnswerTo(word: string): void;
  /** How many answers were lost. */
  lost(): number;
  /** From now on nothing comes back, and nothing is refused. */
  swallow(): void;
  /** Cuts every line once. */
  cut(): void;
  close(): Promise<void>;
}

export async function startTcpProxy(port: number): Promise<TcpProxy> {
  const open = new Set<Socket>();
  let word: string | null = null;
  let lost = 0;
  let isSwallowing = false;
  const server = createServer((near) => {
    const far = createConnection(port, '127.0.0.1');
    let isWaiting = false;
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        open.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.on('data', (bytes) => {
      if (word !== null && bytes.includes(word)) {
        isWaiting = true;
        word = null;
      }
      far.write(bytes);
    });
    far.on('data', (bytes) => {
      if (isSwallowing) return;
      if (!isWaiting) return void near.write(bytes);
      lost += 1;
      near.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`,
    loseAnswerTo(next) {
      word = next;
    },
    lost: () => lost,
    swallow() {
      isSwallowing = true;
    },
    cut() {
      for (const socket of open) socket.destroy();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}
