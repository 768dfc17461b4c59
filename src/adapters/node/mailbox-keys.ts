// Derives from a receipt what stands behind it: the name of its mailbox and the public key to which answers are encrypted. Made
// slow on purpose, so that 53 bits cannot be searched through; it stores nothing and knows no private key afterwards.
import { createPrivateKey, createPublicKey, hkdfSync } from 'node:crypto';
import { hashRaw, type Algorithm } from '@node-rs/argon2';
import { Fault } from '../../ports/fault.js';
import type { MailboxKeys } from '../../ports/sealer.js';
import { createGate } from './gate.js';

interface MailboxCost {
  memoryKiB: number;
  passes: number;
}

/** What every site uses (GlobaLeaks: 128 MiB, 16 passes). Changing it, or the salt, puts every receipt that was given out beyond reach. */
export const mailboxCost: MailboxCost = { memoryKiB: 131_072, passes: 16 };

/** `Algorithm.Argon2id`; the package declares a const enum, which modules compiled one by one cannot read. */
const argon2id = 2 as Algorithm.Argon2id;

/** PKCS #8 around a bare X25519 key (RFC 8410). */
const pkcs8Head = Buffer.from('302e020100300506032b656e04220420', 'hex');

function publicKeyOf(seed: Uint8Array): string {
  const key = createPrivateKey({ key: Buffer.concat([pkcs8Head, seed]), format: 'der', type: 'pkcs8' });
  const { x } = createPublicKey(key).export({ format: 'jwk' });
  if (x === undefined) throw new TypeError('An X25519 public key has an x.');
  return x;
}

/**
 * `salt`: 16 bytes, the same for the whole site and for ever. Argon2id runs in libuv's threads, two at a time at most, so that
 * memory stays below twice `memoryKiB`. `lookup`: 16 bytes, hex; `publicKey`: X25519, base64url. `receipt`: 17 digits without
 * separators; another spelling is another mailbox. Throws Fault config.wrong for another length of the salt.
 */
export function createMailboxKeys({ salt, cost }: { salt: Uint8Array; cost: MailboxCost }): MailboxKeys {
  if (salt.length !== 16)
    throw new Fault('config.wrong', 'The salt of the mailboxes must be 16 bytes; restore the store.');
  const gate = createGate(2);
  return {
    derive: async (receipt) => {
      const options = { memoryCost: cost.memoryKiB, timeCost: cost.passes, parallelism: 1, outputLen: 32, salt };
      const root = await gate(() => hashRaw(receipt, { ...options, algorithm: argon2id }));
      const expand = (label: string, length: number) =>
        Buffer.from(hkdfSync('sha256', root, Buffer.alloc(0), `smt-bot/v1/${label}`, length));
      return {
        lookup: expand('mailbox-lookup', 16).toString('hex'),
        publicKey: publicKeyOf(expand('mailbox-x25519', 32)),
      };
    },
  };
}
