// Lets only so many tasks run at once; the others wait in the order in which they came. It drops and times out nothing.

/** Runs a task when its turn comes, and passes on what it returns or throws. */
export type Gate = <T>(task: () => Promise<T>) => Promise<T>;

export function createGate(atMost: number): Gate {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (task) => {
    if (running < atMost) running += 1;
    // Who leaves hands the place on; the count stays as it is.
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
