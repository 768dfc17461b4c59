// The embedded store keeps every contract.
import { blobsContract } from '../../contracts/blobs.js';
import { mailboxesContract } from '../../contracts/mailboxes.js';
import { recordsContract } from '../../contracts/records.js';
import { makeSubject } from './make-subject.js';

recordsContract('embedded', makeSubject);
mailboxesContract('embedded', makeSubject);
blobsContract('embedded', makeSubject);
