// Gives each test an empty store and closes it afterwards, also when the test fails.
import type { Make, Subject } from './subject.js';

/** The body of a test that needs a store. */
export function withSubject(make: Make, test: (subject: Subject) => Promise<void>): () => Promise<void> {
  return async () => {
    const subject = await make();
    try {
      await test(subject);
    } finally {
      await subject.close();
    }
  };
}
