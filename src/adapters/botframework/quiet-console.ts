// The SDK writes failures of authentication to the console, key text and all. While its code runs, what it writes goes nowhere;
// everybody else's console stays as it is.
import { AsyncLocalStorage } from 'node:async_hooks';

const silence = new AsyncLocalStorage<true>();
// The console is redirected here, not written to.
/* eslint-disable no-console */
const methods = ['error', 'warn', 'log', 'info'] as const;
let isRedirected = false;

function redirect(): void {
  if (isRedirected) return;
  isRedirected = true;
  for (const method of methods) {
    const write = console[method].bind(console);
    console[method] = (...words: unknown[]) => {
      if (silence.getStore() !== true) write(...words);
    };
  }
}

/** Runs code of the SDK without its console. */
export function quietly<T>(run: () => Promise<T>): Promise<T> {
  redirect();
  return silence.run(true, run);
}
