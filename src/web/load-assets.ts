// The page's scripts as the build left them, read once: two files, each as it is and in brotli. No name that a visitor sends
// reaches the disk.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { Fault } from '../ports/fault.js';

const manifestSchema = z.object({ chat: z.string(), webchat: z.string() });

export interface Asset {
  plain: Buffer;
  brotli: Buffer | null;
}

export interface Assets {
  /** Names carry a hash of the content, so that they never change what they mean. */
  names: { chat: string; webchat: string };
  files: ReadonlyMap<string, Asset>;
}

/** `folder` holds assets.json and assets/. Throws Fault config.wrong when the build is missing. */
export function loadAssets(folder: string): Assets {
  try {
    const names = manifestSchema.parse(JSON.parse(readFileSync(path.join(folder, 'assets.json'), 'utf8')));
    const files = Object.values(names).map((name): [string, Asset] => {
      const file = path.join(folder, 'assets', name);
      const brotli = existsSync(`${file}.br`) ? readFileSync(`${file}.br`) : null;
      return [name, { plain: readFileSync(file), brotli }];
    });
    return { names, files: new Map(files) };
  } catch (cause) {
    throw new Fault('config.wrong', `The scripts of the web chat are not in ${folder}. Run "npm run build".`, cause);
  }
}
