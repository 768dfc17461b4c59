// Decrypts the files of a report into a folder, under names that no sender can choose. A file appears only after its length and
// SHA-256 were found as the report says; it opens and runs nothing.
import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Decrypter } from 'age-encryption';
import type { ReportFile } from '../core/reports/report.js';
import type { Desk } from './load-desk.js';
import { sealedFilePath, unsealById } from './open-report.js';

export interface ExtractedFile extends Omit<ReportFile, 'key'> {
  /** Where it is now; null when it is not whole or not the one that was sent. */
  path: string | null;
  problem: null | 'missing' | 'broken';
}

/** Kinds that show something and run nothing by themselves. Everything else is called .bin, so that a double click does nothing. */
const safeExtensions = new Set(
  'jpg jpeg png gif webp heic heif avif bmp tif tiff pdf txt csv docx xlsx pptx odt ods odp mp4 mov m4v avi mkv webm 3gp mp3 m4a aac wav ogg opus flac'.split(
    ' ',
  ),
);

function safeName(reportId: string, { number, name }: ReportFile): string {
  const extension = path.extname(name).slice(1).toLowerCase();
  return `${reportId}-${number}.${safeExtensions.has(extension) ? extension : 'bin'}`;
}

async function* decrypt(sealedFile: string, key: string): AsyncGenerator<Uint8Array> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(key);
  const source = ReadableStream.from(createReadStream(sealedFile)) as ReadableStream<Uint8Array>;
  yield* (await decrypter.decrypt(source)) as ReadableStream<Uint8Array> & AsyncIterable<Uint8Array>;
}

async function* checked(file: ReportFile, plain: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  let length = 0;
  for await (const chunk of plain) {
    hash.update(chunk);
    length += chunk.length;
    if (length > file.length) throw new Error('longer than the report says');
    yield chunk;
  }
  if (length !== file.length || hash.digest('hex') !== file.sha256) throw new Error('not what the report says');
}

async function extract(desk: Desk, reportId: string, file: ReportFile, to: string): Promise<ExtractedFile> {
  const { number, name, type, length, sha256 } = file;
  const described = { number, name, type, length, sha256 };
  const target = path.join(to, safeName(reportId, file));
  const temporary = `${target}.${randomBytes(8).toString('hex')}.tmp`;
  try {
    const plain = checked(file, decrypt(sealedFilePath(desk, reportId, number), file.key));
    await writeFile(temporary, plain, { mode: 0o600, flag: 'wx' });
    await rename(temporary, target);
    return { ...described, path: target, problem: null };
  } catch (cause) {
    await rm(temporary, { force: true });
    const { code, path: where } = cause as NodeJS.ErrnoException;
    // A full or forbidden target folder is no verdict on the file.
    if (code !== undefined && where !== sealedFilePath(desk, reportId, number) && /^E[A-Z]+$/.test(code)) throw cause;
    return { ...described, path: null, problem: code === 'ENOENT' ? 'missing' : 'broken' };
  }
}

/** One after the other; the good ones are kept when another is not. Faults as openReport; throws the system's error for the folder `to`. */
export async function extractFiles(
  desk: Desk,
  id: string,
  to: string,
): Promise<{ reportId: string; verified: boolean; files: ExtractedFile[] }> {
  const { report } = await unsealById(desk, id);
  const folder = path.resolve(to);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const files: ExtractedFile[] = [];
  for (const file of report.files) files.push(await extract(desk, report.reportId, file, folder));
  return { reportId: report.reportId, verified: files.every(({ problem }) => problem === null), files };
}
