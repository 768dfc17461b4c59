// Names the definition of a form by its content, so that a report can say which questions it answers. It refuses what is not plain JSON.
import { createHash } from 'node:crypto';
import type { Form } from '../../core/dialogue/flow.js';

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`);
    return `{${members.join(',')}}`;
  }
  const scalar = JSON.stringify(value) as string | undefined;
  if (scalar === undefined) throw new TypeError('A form is plain JSON; it may hold no function or symbol.');
  return scalar;
}

/** SHA-256, hex, of the form as JSON with sorted keys and no white space. The order of keys does not matter; the order of steps does. */
export const formHash = (form: Form): string => createHash('sha256').update(canonical(form)).digest('hex');
