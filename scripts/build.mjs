// Builds dist/: the server file by file, the browser script in one piece, and the stock Web Chat bundle beside it,
// pre-compressed under a name that carries its hash. Types are checked by `npm run types`, not here.
import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { listFiles, root } from './sources.mjs';

const out = path.join(root, 'dist');
const assets = path.join(out, 'web', 'assets');
const hashOf = (bytes) => createHash('sha256').update(bytes).digest('hex').slice(0, 16);

async function buildServer() {
  const entryPoints = listFiles('src').filter(
    (file) => file.endsWith('.ts') && !file.includes(`${path.sep}client${path.sep}`),
  );
  await build({
    entryPoints,
    outdir: out,
    outbase: path.join(root, 'src'),
    format: 'esm',
    platform: 'node',
    target: 'node20',
    sourcemap: true,
    logLevel: 'warning',
  });
}

/** Writes NAME.HASH.js and NAME.HASH.js.br, keeps what is there already (brotli of 4 MB takes seconds), returns the name. */
function publish(name, bytes) {
  const file = `${name}.${hashOf(bytes)}.js`;
  const target = path.join(assets, file);
  if (!existsSync(`${target}.br`)) {
    writeFileSync(target, bytes);
    const params = { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
    writeFileSync(`${target}.br`, brotliCompressSync(bytes, { params }));
  }
  return file;
}

async function buildBrowser() {
  const result = await build({
    entryPoints: [path.join(root, 'src', 'web', 'client', 'chat.ts')],
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    write: false,
    logLevel: 'warning',
  });
  const require = createRequire(import.meta.url);
  const webchat = readFileSync(
    path.join(path.dirname(require.resolve('botframework-webchat')), '..', 'dist', 'webchat.js'),
  );
  const manifest = {
    chat: publish('chat', Buffer.from(result.outputFiles[0].contents)),
    webchat: publish('webchat', webchat),
  };
  for (const file of listFiles('dist/web/assets')) {
    if (!Object.values(manifest).some((name) => path.basename(file).startsWith(name))) rmSync(file);
  }
  writeFileSync(path.join(out, 'web', 'assets.json'), JSON.stringify(manifest));
}

mkdirSync(assets, { recursive: true });
await buildServer();
await buildBrowser();
writeFileSync(path.join(out, '.built'), '');
