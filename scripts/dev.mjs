// `npm run dev`: as `npm start`, and the Bot Framework's route is open without credentials, on this machine only, for the Emulator
// and the Agents Playground (http://127.0.0.1:3978/api/messages).
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './sources.mjs';

process.env.NODE_ENV = 'development';
await import('./prepare.mjs');
await import(pathToFileURL(path.join(root, 'dist', 'main.js')).href);
