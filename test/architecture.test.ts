import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const src = path.join(root, 'src');

interface Source {
  /** Relative to src, with forward slashes. */
  file: string;
  text: string;
  /** Files of src that are imported for more than types, and packages, each with whether only types are taken. */
  imports: { target: string; isType: boolean }[];
}

const importPattern = /(?:^|\n)\s*(import|export)\s+(type\s+)?([^'";]*?from\s+)?'([^']+)'/g;

function readSource(file: string): Source {
  const text = readFileSync(path.join(src, file), 'utf8');
  const imports = [...text.matchAll(importPattern)]
    .filter((match) => match[1] === 'import' || match[3] !== undefined)
    .map((match) => {
      const name = match[4] ?? '';
      const names = match[3] ?? '';
      const inBraces = /\{([^}]*)\}/
        .exec(names)?.[1]
        ?.split(',')
        .map((item) => item.trim())
        .filter((item) => item !== '');
      const isType = match[2] !== undefined || (inBraces?.every((item) => item.startsWith('type ')) ?? false);
      const target = name.startsWith('.')
        ? path.posix.join(path.posix.dirname(file), name).replace(/\.js$/, '.ts')
        : name;
      return { target, isType };
    });
  return { file, text, imports };
}

const sources = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .map((file) => file.split(path.sep).join('/'))
  .filter((file) => file.endsWith('.ts'))
  .map(readSource);

const isOwn = (target: string) => /\.ts$/.test(target);
const isNode = (target: string) => target.startsWith('node:') || builtinModules.includes(target);

/** The room a file stands in: core/dialogue, adapters/embedded, turn, … */
function roomOf(file: string): string {
  const [first = '', second = ''] = file.split('/');
  if (!file.includes('/')) return file;
  return first === 'core' || first === 'adapters' || file.startsWith('web/client/') ? `${first}/${second}` : first;
}

interface Rule {
  /** Rooms whose code may be used; types of core and ports may be used wherever `core:types` or `ports` stands. */
  own: string[];
  packages: string[];
  node: boolean;
}

const rules: Record<string, Rule> = {
  'core/dialogue': { own: [], packages: ['zod'], node: false },
  'core/chat': { own: ['core:types'], packages: [], node: false },
  'core/reports': { own: ['core/dialogue', 'core:types'], packages: ['zod'], node: false },
  'core/understanding': { own: ['core/dialogue', 'core:types'], packages: ['zod'], node: false },
  'core/questions': { own: ['core:types'], packages: [], node: false },
  'core/wording': { own: ['core:types'], packages: ['zod', 'intl-messageformat'], node: false },
  ports: { own: ['core:types'], packages: [], node: false },
  turn: { own: ['core', 'ports'], packages: [], node: false },
  cards: { own: ['core'], packages: ['adaptivecards', 'adaptivecards-templating'], node: false },
  'adapters/node': {
    own: ['ports', 'core:types'],
    packages: ['jose', 'age-encryption', '@node-rs/argon2', 'pino', 'prom-client', 'zod'],
    node: true,
  },
  'adapters/embedded': { own: ['ports', 'core:types'], packages: ['lmdb'], node: true },
  'adapters/redis': { own: ['ports', 'core:types'], packages: ['ioredis'], node: true },
  'adapters/customs': { own: ['ports', 'core:types'], packages: ['jose', 'zod'], node: true },
  'adapters/content': { own: ['ports', 'core:types'], packages: ['yaml', 'zod'], node: true },
  'adapters/http': { own: ['ports', 'core:types'], packages: ['restify'], node: true },
  'adapters/directline': {
    own: ['ports', 'core:types', 'core/chat', 'cards', 'turn'],
    packages: ['restify', 'ws', 'busboy', 'jose', 'zod'],
    node: true,
  },
  'adapters/botframework': {
    own: ['ports', 'core:types', 'core/chat', 'cards', 'turn'],
    packages: ['botbuilder', 'botframework-connector', 'restify', 'undici', 'zod'],
    node: true,
  },
  web: { own: ['ports', 'core:types'], packages: ['restify', 'zod'], node: true },
  'web/client': { own: [], packages: [], node: false },
  desk: {
    own: ['ports', 'core:types', 'adapters/node'],
    packages: ['jose', 'age-encryption', 'commander', 'zod'],
    node: true,
  },
  'bot-framework-config.ts': { own: [], packages: ['zod'], node: false },
  'config.ts': { own: ['ports', 'bot-framework-config.ts'], packages: ['zod'], node: false },
  'understand.ts': { own: ['core/understanding', 'adapters/content', 'ports'], packages: ['zod'], node: true },
  'ask.ts': { own: ['adapters/content', 'core/questions', 'ports'], packages: [], node: true },
  'content-check.ts': { own: ['adapters/content', 'ports'], packages: [], node: true },
  'main.ts': { own: ['app.ts', 'config.ts', 'fill-ports.ts', 'ports'], packages: [], node: true },
};

function isAllowed(room: string, rule: Rule, { target, isType }: Source['imports'][number]): boolean {
  if (!isOwn(target)) {
    if (isNode(target)) return rule.node;
    const name = target
      .split('/')
      .slice(0, target.startsWith('@') ? 2 : 1)
      .join('/');
    return rule.packages.includes(name);
  }
  const there = roomOf(target);
  if (there === room || rule.own.includes(there) || rule.own.includes(there.split('/')[0] ?? '')) return true;
  return isType && there.startsWith('core/') && rule.own.includes('core:types');
}

describe('architecture', () => {
  it('every file stands in a room that has a rule', () => {
    const homeless = sources
      .filter(({ file }) => !['app.ts', 'fill-ports.ts'].includes(file) && !rules[roomOf(file)])
      .map(({ file }) => file);
    assert.deepEqual(homeless, []);
  });

  it('no forbidden arrow, and no SDK outside its folder', () => {
    const forbidden = sources.flatMap(({ file, imports }) => {
      const rule = rules[roomOf(file)];
      if (!rule) return [];
      return imports.filter((item) => !isAllowed(roomOf(file), rule, item)).map(({ target }) => `${file} -> ${target}`);
    });
    assert.deepEqual(forbidden, []);
  });

  it('only a main.ts reads process.env', () => {
    const readers = sources.filter(({ text }) => text.includes('process.env')).map(({ file }) => file);
    assert.deepEqual(
      readers.filter((file) => file !== 'main.ts' && file !== 'desk/main.ts'),
      [],
    );
  });

  it('core has no clock, no chance and no node', () => {
    const impure = sources
      .filter(({ file }) => file.startsWith('core/'))
      .filter(({ text }) => /Date\.now|new Date\(\)|Math\.random|node:|\bprocess\.|setTimeout|fetch\(/.test(text))
      .map(({ file }) => file);
    assert.deepEqual(impure, []);
  });

  it('has no cycle', () => {
    const graph = new Map(
      sources.map(({ file, imports }) => [file, imports.filter((i) => !i.isType && isOwn(i.target))]),
    );
    const done = new Set<string>();
    const visit = (file: string, trail: string[]): string[] | null => {
      if (trail.includes(file)) return [...trail.slice(trail.indexOf(file)), file];
      if (done.has(file)) return null;
      for (const { target } of graph.get(file) ?? []) {
        const cycle = visit(target, [...trail, file]);
        if (cycle) return cycle;
      }
      done.add(file);
      return null;
    };
    for (const file of graph.keys()) assert.equal(visit(file, []), null);
  });

  it('imports only what exists', () => {
    const missing = sources.flatMap(({ file, imports }) =>
      imports
        .filter(({ target }) => isOwn(target) && !existsSync(path.join(src, target)))
        .map(({ target }) => `${file} -> ${target}`),
    );
    assert.deepEqual(missing, []);
  });

  it('no file is over 250 lines, and the dialogue engine stays small', () => {
    const lines = (text: string) => text.split('\n').length - 1;
    assert.deepEqual(
      sources.filter(({ text }) => lines(text) > 250).map(({ file }) => file),
      [],
    );
    const code = sources
      .filter(({ file }) => file.startsWith('core/dialogue/'))
      .flatMap(({ text }) => text.split('\n'))
      .filter((line) => line.trim() !== '' && !/^\s*(\/\/|\/\*|\*)/.test(line));
    assert.ok(code.length <= 750, `the engine has ${code.length} lines of code`);
  });

  it('every file opens with what it is for', () => {
    assert.deepEqual(
      sources.filter(({ text }) => !/^(\/\/|\/\*\*|#!)/.test(text)).map(({ file }) => file),
      [],
    );
  });

  it('has no drawer, default export, any or enum', () => {
    const drawers = sources.filter(({ file }) => /(^|\/)(utils?|helpers?|common|misc)(\/|\.ts|-)/.test(file));
    assert.deepEqual(
      drawers.map(({ file }) => file),
      [],
    );
    const loose = sources.filter(({ text }) => /export default|\benum \w+ \{|(:|as|<) ?any\b/.test(text));
    assert.deepEqual(
      loose.map(({ file }) => file),
      [],
    );
  });

  it('cards and adapters leave process globals to app and main', () => {
    const exits = sources.filter(({ file, text }) => /process\.exit\(/.test(text) && !/(^|\/)main\.ts$/.test(file));
    assert.deepEqual(
      exits.map(({ file }) => file),
      [],
    );
  });
});
