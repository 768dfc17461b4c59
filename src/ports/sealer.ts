// Everything that leaves for customs, sealed so that the bot itself cannot read it afterwards.
import type { Report } from '../core/reports/report.js';

export interface Sealer {
  /** Pads to multiples of 512 bytes, signs (JWS, Ed25519), encrypts to every current key of the authority (general JWE). Throws Fault seal.noKey. */
  seal(report: Report): Promise<Uint8Array>;
}

/** One file, encrypted on arrival under its own key (age, X25519). */
export interface FileSealer {
  /** `result` resolves after `ciphertext` has been read to its end. */
  seal(plain: AsyncIterable<Uint8Array>): Promise<{
    ciphertext: AsyncIterable<Uint8Array>;
    result: Promise<{ key: string; length: number; sha256: string }>;
  }>;
}

/** Derives what stands behind a receipt: one memory-hard run off the event loop, then HKDF. */
export interface MailboxKeys {
  derive(receipt: string): Promise<{ lookup: string; publicKey: string }>;
}
