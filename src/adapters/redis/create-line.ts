// Asks Redis and waits for the answer, for a time. It refuses to hang, and to pass on an error that carries arguments: those
// hold ciphertext and hashed names.
import { Fault } from '../../ports/fault.js';
import type { Client } from './connect.js';
import type { Reply } from './reply.js';
import type { Script } from './script.js';

export type Argument = string | number | Buffer;

/** Throws Fault store.broken when Redis refuses or does not answer in time; what was asked may then still come to pass. */
export interface Line {
  command(name: string, ...args: Argument[]): Promise<Reply>;
  /** All `keys` of one partition. */
  script(script: Script, keys: string[], args: Argument[]): Promise<Reply>;
}

/** Ms to wait for an answer; covers a restart of the server or a failover that is quick. */
const patience = 5_000;

const advice: Record<string, string> = {
  OOM: 'Redis is full: raise its maxmemory.',
  MISCONF: 'Redis cannot write to its disk: check its free space.',
  READONLY: 'Redis is a replica: check REDIS_URL.',
  NOAUTH: 'Redis wants a password: check REDIS_URL.',
  WRONGPASS: 'Redis refuses the password: check REDIS_URL.',
  NOPERM: 'Redis does not permit a command that the bot needs: check its ACL.',
};

/** The first word of what Redis says is a code; what follows may repeat what was sent. */
const codeOf = (error: unknown): string =>
  error instanceof Error ? (/^[A-Z]{2,}\b/.exec(error.message)?.[0] ?? '') : '';

const isUnknownScript = (error: unknown): boolean => codeOf(error) === 'NOSCRIPT';

function toFault(error: unknown): Fault {
  if (error instanceof Fault) return error;
  const code = codeOf(error);
  const reason = new Error(code === '' ? 'connection' : code);
  return new Fault(
    'store.broken',
    advice[code] ?? 'Redis cannot be reached or refuses. Check it and REDIS_URL.',
    reason,
  );
}

async function inTime(asked: Promise<unknown>): Promise<Reply> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Fault('store.broken', `Redis did not answer within ${patience} ms. Check it and REDIS_URL.`));
    }, patience);
  });
  try {
    return (await Promise.race([asked, late])) as Reply;
  } catch (error) {
    throw toFault(error);
  } finally {
    clearTimeout(timer);
  }
}

export function createLine(client: Client): Line {
  async function evaluate({ source, sha }: Script, rest: Argument[]): Promise<unknown> {
    try {
      return await client.callBuffer('EVALSHA', sha, ...rest);
    } catch (error) {
      if (!isUnknownScript(error)) throw error;
      return client.callBuffer('EVAL', source, ...rest);
    }
  }
  return {
    command: (name, ...args) => inTime(client.callBuffer(name, ...args)),
    script: (script, keys, args) => inTime(evaluate(script, [keys.length, ...keys, ...args])),
  };
}
