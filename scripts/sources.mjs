// The project's files as the scripts see them. Needs nothing installed.
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '..');

/** Every file below a folder of the project, absolute. */
export function listFiles(folder) {
  const top = path.join(root, folder);
  if (!existsSync(top)) return [];
  return readdirSync(top, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name));
}

/** True when dist/ is missing or older than what it is built from. */
export function isBuildStale() {
  const stamp = path.join(root, 'dist', '.built');
  if (!existsSync(stamp)) return true;
  const built = statSync(stamp).mtimeMs;
  const sources = [...listFiles('src'), path.join(root, 'package-lock.json'), path.join(root, 'scripts', 'build.mjs')];
  return sources.some((file) => statSync(file).mtimeMs > built);
}
