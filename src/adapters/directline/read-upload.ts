// Reads an upload part by part and hands each file on while it arrives: never a whole file in memory, never one on disk in
// the clear. Files that are too many or too large are named as refused; the rest of the message still counts.
import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import busboy from 'busboy';
import type { FileValue } from '../../core/dialogue/flow.js';
import { Fault } from '../../ports/fault.js';
import { parseJson, readBytes } from './read-json.js';

export interface UploadLimits {
  /** Files in one message. */
  files: number;
  /** Bytes of all files of one message together. */
  bytes: number;
  /** Bytes of the activity that comes with them. */
  json: number;
}

export interface Upload {
  activity: unknown;
  files: FileValue[];
  refused: { name: string; code: 'tooLarge' | 'tooMany' }[];
}

export type KeepFile = (file: {
  name: string;
  type: string;
  content: AsyncIterable<Uint8Array>;
  maxBytes: number;
}) => Promise<FileValue>;

const activityType = 'application/vnd.microsoft.activity';
/** A client is let finish so that it hears what was refused, but not without end. */
const maxOverrun = 10;

const typePattern = /^[\w.+-]{1,64}\/[\w.+-]{1,64}$/;

/** Null when the body is no upload, or so large that it is not even read to its end. */
export async function readUpload(req: IncomingMessage, keep: KeepFile, limits: UploadLimits): Promise<Upload | null> {
  const parser = openParser(req, limits);
  if (!parser) return null;
  const upload: Upload = { activity: undefined, files: [], refused: [] };
  let left = limits.bytes;
  /** Parts are taken one after the other: what the first one leaves of the limit is known before the second begins. */
  let tail = Promise.resolve();
  /** What failed on our side; a body that breaks off is the client's. */
  let fault: Error | null = null;

  async function takeActivity(part: AsyncIterable<Uint8Array>): Promise<void> {
    const bytes = await readBytes(part, limits.json);
    const body = bytes ? parseJson(bytes) : null;
    if (body?.kind === 'json') upload.activity = body.value;
  }

  async function takeFile(content: AsyncIterable<Uint8Array>, name: string, mimeType: string): Promise<void> {
    if (upload.files.length + upload.refused.length >= limits.files) {
      upload.refused.push({ name, code: 'tooMany' });
      return;
    }
    const type = typePattern.test(mimeType) ? mimeType : 'application/octet-stream';
    try {
      const file = await keep({ name, type, content, maxBytes: left });
      left -= file.length;
      upload.files.push(file);
    } catch (error) {
      if (!(error instanceof Fault) || error.code !== 'blob.tooLarge') throw error;
      upload.refused.push({ name, code: 'tooLarge' });
    }
  }

  parser.on('file', (_field: string, part: Readable, info: { filename?: string; mimeType: string }) => {
    // An iterator that leaves the part alive: a part that is destroyed would block those behind it.
    const content = part.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>;
    const taken = tail.then(() =>
      info.mimeType === activityType
        ? takeActivity(content)
        : takeFile(content, info.filename ?? 'file', info.mimeType),
    );
    tail = taken.finally(() => part.resume());
    tail.catch((error: unknown) => {
      if (parser.destroyed) return;
      fault ??= error instanceof Error ? error : new Error('upload failed');
      parser.destroy(new Error('upload failed'));
    });
    part.on('error', () => undefined);
  });

  const isWhole = await readThrough(req, parser, limits.bytes * maxOverrun);
  await tail.catch(() => undefined);
  if (fault !== null) throw fault as Error;
  return isWhole ? upload : null;
}

function openParser(req: IncomingMessage, limits: UploadLimits): busboy.Busboy | null {
  try {
    return busboy({
      headers: req.headers,
      defParamCharset: 'utf8',
      limits: { fields: 4, fieldSize: limits.json, parts: 200, headerPairs: 20 },
    });
  } catch {
    // No multipart body, or no boundary in its type.
    return null;
  }
}

/** True when the body was read to its end; false when it is broken, cut off or beyond all bounds. */
function readThrough(req: IncomingMessage, parser: busboy.Busboy, maxBytes: number): Promise<boolean> {
  return new Promise((resolve) => {
    let length = 0;
    const stop = () => {
      req.unpipe(parser);
      parser.destroy(new Error('upload stopped'));
      resolve(false);
    };
    req.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > maxBytes) stop();
    });
    req.on('aborted', stop);
    req.on('error', stop);
    parser.on('error', () => {
      req.unpipe(parser);
      req.resume();
      resolve(false);
    });
    parser.on('close', () => resolve(true));
    req.pipe(parser);
  });
}
