// Makes one process the owner of a folder: whoever listens on the socket owns it. The kernel lets go of the socket when the
// process dies, however it dies, so no lock outlives its holder. It refuses a second owner, and names the first.
import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { Fault } from '../../ports/fault.js';
import { askOwner } from './ask-owner.js';

/** Bytes that a socket's path may have on every system we run on, with some to spare. */
const longestPath = 100;

/** Where the owner of `folder` (a real path) listens. */
export function ownerAddress(folder: string): string {
  const hash = createHash('sha256').update(folder).digest('hex').slice(0, 32);
  if (process.platform === 'win32') return `\\\\.\\pipe\\smt-bot-${hash}`;
  const inside = path.join(folder, 'owner.sock');
  return Buffer.byteLength(inside) <= longestPath ? inside : path.join(tmpdir(), `smt-bot-${hash}.sock`);
}

/** Throws Fault store.owned when somebody listens at `address`. */
export async function refuseOwned(address: string, folder: string): Promise<void> {
  const owner = await askOwner(address);
  if (owner === null) return;
  const who =
    owner === 'silent' ? 'a process that does not answer' : `process ${owner.pid} on ${owner.host} (${owner.name})`;
  throw new Fault(
    'store.owned',
    `The store in ${folder} is owned by ${who}. One process may own it: stop that one first, or give this one a folder of its own.`,
  );
}

/**
 * Takes ownership; the caller makes sure that no other starter is between its look and its listening at the same time.
 * Resolves with what gives it back. Throws Fault store.owned, or store.broken where the folder cannot hold a socket.
 */
export async function ownFolder(folder: string, name: string): Promise<() => Promise<void>> {
  const address = ownerAddress(folder);
  await refuseOwned(address, folder);
  // Nobody listens: what lies there was left by a process that was killed.
  if (process.platform !== 'win32') await rm(address, { force: true });
  const answer = JSON.stringify({ pid: process.pid, host: hostname(), name });
  const asking = new Set<Socket>();
  const server = createServer((socket) => {
    asking.add(socket);
    socket.on('close', () => asking.delete(socket));
    // somebody who asks and hangs up is no concern of the owner
    socket.on('error', () => undefined);
    socket.end(answer);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const isTaken = error.code === 'EADDRINUSE';
      const what = isTaken ? 'is owned by another process' : 'cannot hold a socket';
      const todo = isTaken ? 'Stop that one first.' : 'Use a folder on a local disk that this process may write to.';
      reject(new Fault(isTaken ? 'store.owned' : 'store.broken', `The folder ${folder} ${what}. ${todo}`, error));
    });
    server.listen(address, resolve);
  });
  // too few file handles to answer, say: it still listens, and so still owns
  server.on('error', () => undefined);
  server.unref();
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      for (const socket of asking) socket.destroy();
    });
}
