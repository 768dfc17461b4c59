// Runs a built program after preparing it: `node scripts/run.mjs dist/desk/main.js ARGUMENTS`. Preparing says what it does on standard error only.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './sources.mjs';

await import('./prepare.mjs');
const program = path.join(root, process.argv[2]);
process.argv.splice(1, 2, program);
await import(pathToFileURL(program).href);
