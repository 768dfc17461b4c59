// One change of the store: all of it or nothing, and on disk when the promise resolves. It refuses to leave a half-done
// change behind: lmdb's plain transaction() keeps what was put before a throw, a child transaction does not.
import type { RootDatabase } from 'lmdb';
import { Fault } from '../../ports/fault.js';

const isCommitFailure = (error: unknown): error is Error & { commitError: Promise<never> } =>
  error instanceof Error && 'commitError' in error && error.commitError instanceof Promise;

/**
 * Runs `change` (synchronous) and resolves with its result after fsync. What `change` throws is thrown, and nothing is kept.
 * Throws Fault store.broken when the disk refuses; then, too, nothing is kept.
 */
export async function transact<T>(root: RootDatabase, change: () => T): Promise<T> {
  try {
    return await root.childTransaction(change);
  } catch (error) {
    if (error instanceof Fault) throw error;
    // the reason is rejected later, on a promise of its own; unheard it would end the process
    if (isCommitFailure(error)) error.commitError.catch(() => undefined);
    throw new Fault(
      'store.broken',
      'The store could not write and kept nothing. Check the free space of its disk.',
      error,
    );
  }
}
