// Mailboxes in the embedded store. It refuses to let a second writer change what the first one put.
import type { Mailboxes } from '../../ports/mailboxes.js';
import { isPast, moveEnd } from './ends.js';
import type { Tables } from './tables.js';
import { transact } from './transact.js';

export function embeddedMailboxes(tables: Tables): Mailboxes {
  return {
    async putIfAbsent(lookup, { publicKey, expiresAt }) {
      await transact(tables.root, () => {
        if (tables.mailboxes.get(lookup)) return;
        tables.mailboxes.put(lookup, { publicKey, expiresAt, status: 'kept' });
        moveEnd(tables, 'mailbox', lookup, null, expiresAt);
      });
    },
    async markTaken(lookup) {
      await transact(tables.root, () => {
        const row = tables.mailboxes.get(lookup);
        if (row?.status === 'kept') tables.mailboxes.put(lookup, { ...row, status: 'taken' });
      });
    },
    async find(lookup, now) {
      const row = tables.mailboxes.get(lookup);
      return row && !isPast(row.expiresAt, now) ? { publicKey: row.publicKey, status: row.status } : null;
    },
  };
}
