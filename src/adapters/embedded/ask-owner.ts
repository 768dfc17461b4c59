// Asks at a socket who owns it. It refuses to take silence for absence: only a socket that nobody listens on is free.
import { createConnection } from 'node:net';
import { setTimeout } from 'node:timers/promises';

export interface Owner {
  pid: number;
  host: string;
  name: string;
}

/** Ms to wait for an answer. */
const patience = 2_000;

/** What connecting says when no process listens; on macOS a plain file in its place says ENOTSOCK. */
const nobody = new Set(['ENOENT', 'ECONNREFUSED', 'ENOTSOCK']);

function readOwner(text: string): Owner | 'silent' {
  try {
    const { pid, host, name } = JSON.parse(text) as Partial<Record<keyof Owner, unknown>>;
    return typeof pid === 'number' ? { pid, host: String(host), name: String(name) } : 'silent';
  } catch {
    return 'silent';
  }
}

async function askOnce(address: string): Promise<Owner | 'silent' | 'hungUp' | null> {
  return new Promise((resolve) => {
    let text = '';
    const socket = createConnection(address);
    socket.setEncoding('utf8');
    socket.setTimeout(patience, () => {
      resolve('silent');
      socket.destroy();
    });
    socket.on('data', (chunk: string) => {
      text += chunk;
    });
    socket.on('end', () => resolve(text === '' ? 'hungUp' : readOwner(text)));
    socket.on('error', ({ code = '' }: NodeJS.ErrnoException) => {
      resolve(nobody.has(code) ? null : code === 'ECONNRESET' ? 'hungUp' : 'silent');
    });
  });
}

/** Null: nobody. `silent`: somebody who does not say who, or whom this process may not ask. */
export async function askOwner(address: string): Promise<Owner | 'silent' | null> {
  for (let asked = 0; asked < 5; asked += 1) {
    const answer = await askOnce(address);
    if (answer !== 'hungUp') return answer;
    // it hung up because it is just dying, most likely: then there is nobody in a moment
    await setTimeout(100);
  }
  return 'silent';
}
