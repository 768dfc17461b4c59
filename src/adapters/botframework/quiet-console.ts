// The SDK writes failures of authentication to the console, key text and all. While its code runs, what it writes goes nowhere;
// everybody else's console stays as it is.
import { AsyncLocalStorage } from 'node:async_hooks';

const silence = new AsyncLocalStorage<true>();
// The console is redirected here, not written to.
/* eslint-disable no-console, @typescript-eslint/unbound-method -- methods are compared, and bound before they are called */
const methods = ['error', 'warn', 'log', 'info'] as const;
/** What has been put in the place of the console's own; somebody else may have replaced it again. */
const redirected = new WeakSet<object>();

function redirect(): void {
  for (const method of methods) {
    const present = console[method];
    if (redirected.has(present)) continue;
    const write = present.bind(console);
    console[method] = (...words: unknown[]) => {
      if (silence.getStore() !== true) write(...words);
    };
    redirected.add(console[method]);
  }
}

/** Runs code of the SDK without its console. */
export function quietly<T>(run: () => Promise<T>): Promise<T> {
  redirect();
  return silence.run(true, run);
}
