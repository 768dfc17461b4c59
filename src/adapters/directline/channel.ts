// What the Direct Line routes are given and share. Types and limits only.
import type { Cipher, DerivedKeys } from '../../ports/cipher.js';
import type { Clock, Fanout, Log } from '../../ports/world.js';
import type { Chat } from '../../turn/chat.js';
import type { Handler } from './answer.js';
import type { MaskReceipts } from '../../core/chat/mask-values.js';
import type { Origins } from './origins.js';
import type { UploadLimits } from './read-upload.js';
import type { RecentEchoes } from './recent-echoes.js';
import type { Streams } from './streams.js';
import type { Draw } from './to-activities.js';
import type { Tokens } from './tokens.js';

export interface DirectLineOptions {
  chat: Chat;
  cipher: Cipher;
  keys: DerivedKeys;
  fanout: Fanout;
  clock: Clock;
  log: Log;
  draw: Draw;
  /** Languages that have wording. */
  languages: string[];
  /** The address under which visitors reach the page; null where it is the address that they ask for. */
  publicUrl: string | null;
  /** Ms. */
  lifetime: { idle: number };
  maskReceipts: MaskReceipts;
  /** `directLineLimits` unless given. */
  limits?: UploadLimits;
}

/** 10 files and 30 MB in one message, 256 kB of JSON. */
export const directLineLimits: UploadLimits = { files: 10, bytes: 30 * 1024 * 1024, json: 256 * 1024 };

export interface Channel extends DirectLineOptions {
  limits: UploadLimits;
  tokens: Tokens;
  streams: Streams;
  origins: Origins;
  echoes: RecentEchoes;
}

export interface Route {
  method: 'get' | 'post';
  path: string;
  handler: Handler;
}
