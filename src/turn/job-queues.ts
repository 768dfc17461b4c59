// One job at a time for each conversation, any number of conversations at once. It keeps nothing once a queue is empty.

export interface JobQueues {
  /** Runs `job` after the jobs of the same key; its result is the job's own, a failed job holds up nobody. */
  add<T>(key: string, job: () => Promise<T>): Promise<T>;
  isBusy(key: string): boolean;
  /** Conversations with a job under way or waiting. */
  size(): number;
  /** Resolves when no job is left. */
  settle(): Promise<void>;
}

export function createJobQueues(): JobQueues {
  const tails = new Map<string, Promise<unknown>>();
  return {
    add(key, job) {
      const result = (tails.get(key) ?? Promise.resolve()).then(job);
      const tail = result.then(
        () => undefined,
        () => undefined,
      );
      tails.set(key, tail);
      void tail.then(() => {
        if (tails.get(key) === tail) tails.delete(key);
      });
      return result;
    },
    isBusy: (key) => tails.has(key),
    size: () => tails.size,
    async settle() {
      while (tails.size > 0) await Promise.all(tails.values());
    },
  };
}
