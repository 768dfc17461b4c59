// Which adapter fills which port, by configuration: the one place to change for another store, intake or key source.
import path from 'node:path';
import { createFolderIntake } from './adapters/customs/folder-intake.js';
import { createHttpsIntake } from './adapters/customs/https-intake.js';
import { loadAuthorityKeys } from './adapters/customs/jwks.js';
import { openEmbeddedStore } from './adapters/embedded/open-embedded-store.js';
import { createChance } from './adapters/node/chance.js';
import { createCipher } from './adapters/node/cipher.js';
import { createClientAssertion } from './adapters/node/client-assertion.js';
import { createClock } from './adapters/node/clock.js';
import { createDerivedKeys } from './adapters/node/derived-keys.js';
import { createFileSealer } from './adapters/node/file-sealer.js';
import { loadKeyFiles } from './adapters/node/key-files.js';
import { createLocalFanout } from './adapters/node/local-fanout.js';
import { createLog } from './adapters/node/log.js';
import { createMailboxKeys, mailboxCost } from './adapters/node/mailbox-keys.js';
import { putFile } from './adapters/node/put-file.js';
import { createSealer } from './adapters/node/sealer.js';
import { parseSigningKey, publicSigningKey, type SigningKey } from './adapters/node/signing-key.js';
import { openRedisStore } from './adapters/redis/open-redis-store.js';
import type { Config, Customs } from './config.js';
import { initDesk } from './desk/init-desk.js';
import type { Blobs } from './ports/blobs.js';
import type { Cipher, DerivedKeys } from './ports/cipher.js';
import type { Intake } from './ports/intake.js';
import type { Mailboxes } from './ports/mailboxes.js';
import type { Records } from './ports/records.js';
import type { FileSealer, MailboxKeys, Sealer } from './ports/sealer.js';
import type { Chance, Clock, Fanout, Log } from './ports/world.js';

export interface Ports {
  records: Records;
  mailboxes: Mailboxes;
  blobs: Blobs;
  cipher: Cipher;
  keys: DerivedKeys;
  sealer: Sealer;
  fileSealer: FileSealer;
  mailboxKeys: MailboxKeys;
  intake: Intake;
  fanout: Fanout;
  clock: Clock;
  chance: Chance;
  log: Log;
  /** Why the store may lose what it was given; empty when it may not. */
  storeFaults: () => Promise<string[]>;
  /** Ms that another process gets to deal with what it took in, before this one does; 0 where there is no other. */
  takeOverAfter: number;
  close: () => Promise<void>;
}

/** The authority's keys and inbox as configured, or those of the demonstration, made when they are not there yet. */
async function customsOf(config: Config, signingKey: SigningKey): Promise<Customs> {
  if (config.customs) return config.customs;
  const desk = await initDesk(config.deskDir);
  await desk.trust(await publicSigningKey(signingKey));
  return { jwks: desk.jwksPath, pins: [], delivery: { inbox: desk.inboxDir } };
}

function intakeOf(delivery: Customs['delivery'], signingKey: SigningKey, clock: Clock, chance: Chance): Intake {
  if ('inbox' in delivery) return createFolderIntake({ folder: delivery.inbox, put: putFile, clock });
  const audience = delivery.intakeUrl;
  return createHttpsIntake({ url: audience, assert: createClientAssertion({ signingKey, audience, clock, chance }) });
}

/** More than a turn takes, the memory-hard run of a receipt included. */
const othersPatience = 3_000;

type Store = Pick<Ports, 'records' | 'mailboxes' | 'blobs' | 'fanout' | 'storeFaults' | 'takeOverAfter' | 'close'>;

async function openStore({ redis, dataDir }: Config, { cipher, clock, log }: Pick<Ports, 'cipher' | 'clock' | 'log'>) {
  if (redis === null) {
    const store = await openEmbeddedStore({ path: path.join(dataDir, 'store'), name: 'the bot' });
    const alone = { fanout: createLocalFanout(), storeFaults: async () => [], takeOverAfter: 0 };
    return { ...store, ...alone } satisfies Store;
  }
  const store = await openRedisStore({
    ...redis,
    nameOf: (conversation) => cipher.storageId(conversation),
    clock,
    onFault: (code) => log.write({ event: 'store.failed', code }),
  });
  return { ...store, storeFaults: () => store.faults(), takeOverAfter: othersPatience } satisfies Store;
}

/** Opens everything. Throws a Fault that says what to do: keys that cannot be read, a store that another process owns or that cannot be reached. */
export async function fillPorts(config: Config): Promise<Ports> {
  const clock = createClock();
  const chance = createChance();
  const log = createLog({ level: config.logLevel, clock });
  const made =
    config.stateKeys === null || config.botSigningKey === null
      ? await loadKeyFiles(path.join(config.dataDir, 'keys'))
      : null;
  const keys = createDerivedKeys(config.stateKeys ?? made?.stateKeys ?? '');
  const signingKey = parseSigningKey(config.botSigningKey ?? made?.signingKey ?? '');
  const customs = await customsOf(config, signingKey);
  const authority = await loadAuthorityKeys({ source: customs.jwks, pins: customs.pins, log });
  const cipher = createCipher(keys);
  const store = await openStore(config, { cipher, clock, log });
  // Fixed for the life of the store: mailboxes are found by it for as long as receipts are kept.
  const salt = await store.records.pin('mailbox-salt', chance.bytes(16));
  return {
    ...store,
    cipher,
    keys,
    sealer: createSealer({ signingKey, recipients: () => authority.current() }),
    fileSealer: createFileSealer(),
    mailboxKeys: createMailboxKeys({ salt, cost: mailboxCost }),
    intake: intakeOf(customs.delivery, signingKey, clock, chance),
    clock,
    chance,
    log,
    close: async () => {
      authority.close();
      await store.close();
    },
  };
}
