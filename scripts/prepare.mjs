// Before start and test: installs what is missing or stale, builds what is older than its sources. Says on standard error
// what it does and why; prints nothing on standard output. With NODE_ENV=production it installs nothing and only says what is missing.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { isBuildStale, root } from './sources.mjs';

const say = (text) => process.stderr.write(`${text}\n`);

function fail(text) {
  say(text);
  process.exit(1);
}

function run(command, args) {
  const result = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32' && !path.isAbsolute(command),
  });
  if (result.status !== 0)
    fail(
      `"${[command, ...args].join(' ')}" failed${result.error ? `: ${result.error.message}` : ''}. Mend that and try again.`,
    );
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const supported = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major >= 24;
  if (!supported) fail(`Node ${process.versions.node} is not supported. Install Node 20.19, 22.12, 24 or later.`);
}

function installPackages() {
  const lock = createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex');
  const stamp = path.join(root, 'node_modules', '.installed-lock');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  const folder = path.join(root, 'node_modules');
  // npm would empty the folder that a link leads to, which may be another checkout's.
  if (lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink()) {
    say('node_modules is a link: packages are left as they are.');
    return;
  }
  const what = existsSync(stamp) ? 'package-lock.json changed' : 'no packages are installed';
  if (process.env.NODE_ENV === 'production') {
    if (!existsSync(path.join(root, 'node_modules')))
      fail('NODE_ENV=production installs nothing. Run "npm ci && npm run build && npm prune --omit=dev" first.');
    return;
  }
  say(`Installing packages (${what}); this takes about a minute …`);
  const npm = process.env.npm_execpath;
  if (npm && /\.c?js$/.test(npm)) run(process.execPath, [npm, 'ci', '--no-audit', '--no-fund', '--loglevel=error']);
  else run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  writeFileSync(stamp, lock);
}

async function buildSources() {
  if (!isBuildStale()) return;
  if (process.env.NODE_ENV === 'production') {
    if (!existsSync(path.join(root, 'dist', '.built')))
      fail('NODE_ENV=production builds nothing. Run "npm ci && npm run build" first.');
    return;
  }
  say('Building …');
  await import(pathToFileURL(path.join(root, 'scripts', 'build.mjs')).href);
}

/** The tests drive Debian's Chromium and its Redis; nothing is downloaded from anywhere else. */
function installSystemTools() {
  const tools = [
    {
      name: 'chromium',
      own: process.env.CHROMIUM_PATH,
      paths: ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'],
    },
    { name: 'redis-server', own: process.env.REDIS_SERVER_PATH, paths: ['/usr/bin/redis-server'] },
  ];
  const missing = tools
    .filter((tool) => !tool.own && !tool.paths.some((file) => existsSync(file)))
    .map((tool) => tool.name);
  if (missing.length === 0) return;
  const isRootOnDebian = existsSync('/usr/bin/apt-get') && process.getuid?.() === 0;
  if (!isRootOnDebian) {
    fail(
      `The tests need ${missing.join(' and ')}. On Debian or Ubuntu: sudo apt-get update && sudo apt-get install -y ${missing.join(' ')}\nElsewhere install Chromium or Chrome and Redis 7 or later, and set CHROMIUM_PATH and REDIS_SERVER_PATH to their programs.`,
    );
  }
  say(`Installing ${missing.join(', ')} with apt-get …`);
  run('/usr/bin/apt-get', ['update', '-qq']);
  run('/usr/bin/apt-get', ['install', '-y', '-qq', ...missing]);
}

checkNode();
installPackages();
await buildSources();
if (process.argv.includes('--test')) installSystemTools();
