// A conversation in Redis: one key, read in one round trip and changed by one script. It refuses to show what has ended, whatever
// the server still holds.
import { randomBytes } from 'node:crypto';
import { Fault } from '../../ports/fault.js';
import type { Change, ConversationRecord, LogRecord, Records } from '../../ports/records.js';
import type { Argument, Line } from './create-line.js';
import { allPartitions, partitionOf, type Keys } from './keys.js';
import { appendScript, commitScript, eraseScript, loadScript, readScript } from './lua/conversation-scripts.js';
import { bytesOf, listOf, numberOf, splitTime, textOf, type Reply } from './reply.js';

/**
 * Ms for which Redis keeps what has ended, unseen, if nobody sweeps: a commit that was made in time and comes a moment late
 * still finds its conversation. Counted from now on by the server's clock, so that clocks need not agree.
 */
export const grace = 60_000;

/** The name of one call, so that it is known again when it is sent twice. */
export const callName = (): string => randomBytes(12).toString('base64url');

/** A copy: what is sent may wait for a connection, and the caller may wipe what it handed over. */
const copy = (bytes: Uint8Array): Buffer => Buffer.from(bytes);

function toEntry(seq: number, bytes: Buffer): LogRecord {
  return { seq, direction: bytes[0] === 0x69 ? 'in' : 'out', ...splitTime(bytes, 1) };
}

function toRecord(reply: Reply[], now: number): ConversationRecord | null {
  const [revision = 0, handled = 0, , , , startedAt = 0, expiresAt = 0] = textOf(reply[0]).split(' ').map(Number);
  if (expiresAt < now) return null;
  const state = bytesOf(reply[1]);
  const vault = bytesOf(reply[2]);
  const { at: until, body } = vault ? splitTime(vault, 0) : { at: -1, body: new Uint8Array() };
  const next = bytesOf(reply[4]);
  return {
    revision,
    handled,
    startedAt,
    expiresAt,
    state: state && new Uint8Array(state),
    vault: vault && until >= now ? { body, until } : null,
    next: next && toEntry(numberOf(reply[3]), next),
  };
}

/** Those of `ids` that lie in another partition than `home`. Only a parcel that is committed for two conversations does. */
async function keptElsewhere(line: Line, home: Keys, ids: string[]): Promise<Set<string>> {
  const others = allPartitions.filter(({ partition }) => partition !== home.partition);
  const found = await Promise.all(
    ids.map(async (id) => {
      const answers = await Promise.all(others.map((keys) => line.command('EXISTS', keys.parcel(id))));
      return answers.some((answer) => numberOf(answer) > 0) ? [id] : [];
    }),
  );
  return new Set(found.flat());
}

/** The keys and arguments of commitScript. */
function commitArguments(keys: Keys, conversation: string, expected: number, change: Change): [string[], Argument[]] {
  const { handled, state, vault, cutLog, log, parcels, claims } = change;
  const owners = [...new Set([...parcels, ...claims.map((claim) => ({ id: claim.parcel }))].map(({ id }) => id))];
  const head = [
    conversation,
    expected,
    callName(),
    handled,
    state,
    vault?.until ?? '',
    vault?.body ?? '',
    cutLog ? 1 : 0,
  ];
  const entries = log.map(({ at, body }) => Buffer.concat([Buffer.from(`o${at} `, 'latin1'), body]));
  const outbox = owners.flatMap((id): (string | number | Uint8Array)[] => {
    const brought = parcels.find((parcel) => parcel.id === id);
    if (!brought) return [id, 0, '', '', '', '', '', '', ''];
    const blobs = [...new Set(claims.filter((claim) => claim.parcel === id).map((claim) => claim.blob))];
    const { kind, meta, body, createdAt, due, expiresAt } = brought;
    return [id, 1, kind, JSON.stringify(meta), body, createdAt, due, expiresAt, JSON.stringify(blobs)];
  });
  const claimed = claims.flatMap(({ blob, parcel }) => [blob, owners.indexOf(parcel) + 1]);
  const names = [keys.conversation(conversation), keys.ends];
  if (owners.length > 0) {
    names.push(keys.due, keys.created, keys.unclaimed(conversation), ...owners.map((id) => keys.parcel(id)));
    names.push(...claims.flatMap(({ blob }) => [keys.blob(blob), keys.chunks(blob)]));
  }
  const all = [...head, log.length, owners.length, claims.length, ...entries, ...outbox, ...claimed];
  return [names, all.map((value) => (value instanceof Uint8Array ? copy(value) : value))];
}

async function commit(line: Line, conversation: string, expected: number, change: Change): Promise<boolean> {
  const keys = partitionOf(conversation);
  const [names, args] = commitArguments(keys, conversation, expected, change);
  const result = textOf(await line.script(commitScript, names, args));
  if (result === 'missing')
    throw new Fault('blob.missing', 'A file that belongs to the report is not there. Ask for it again.');
  if (result === 'wrong')
    throw new Fault(
      'store.broken',
      'A commit names an entry that is not inbound, or claims a blob for a parcel that is nowhere. Correct the caller.',
    );
  return result === 'done';
}

/** How often erasing looks again for files that are being sent at the same moment. */
const looks = 50;

async function erase(line: Line, conversation: string): Promise<void> {
  const keys = partitionOf(conversation);
  const names = [keys.conversation(conversation), keys.ends, keys.unclaimed(conversation)];
  for (let look = 0; look < looks; look += 1) {
    const blobs = listOf(await line.command('SMEMBERS', keys.unclaimed(conversation))).map(textOf);
    const files = blobs.flatMap((blob) => [keys.blob(blob), keys.chunks(blob)]);
    if (numberOf(await line.script(eraseScript, [...names, ...files], [conversation, ...blobs])) === 1) return;
  }
  throw new Fault('store.broken', 'Files keep coming while the conversation is erased. Erase it again.');
}

export function redisConversations(line: Line): Pick<Records, 'append' | 'load' | 'read' | 'commit' | 'erase'> {
  return {
    async append(conversation, { body, fingerprint }, { now, lifetime, mustExist }) {
      const keys = partitionOf(conversation);
      const reply = await line.script(
        appendScript,
        [keys.conversation(conversation), keys.ends],
        [
          ...[conversation, copy(body), fingerprint ?? '', callName(), now],
          ...[lifetime.idle, lifetime.absolute, mustExist ? 1 : 0, grace],
        ],
      );
      if (reply === null) return null;
      const [seq, at, isNew] = listOf(reply).map(numberOf);
      return { seq: seq ?? 0, at: at ?? 0, isNew: isNew === 1 };
    },

    async load(conversation, now) {
      const reply = await line.script(loadScript, [partitionOf(conversation).conversation(conversation)], []);
      return reply === null ? null : toRecord(listOf(reply), now);
    },

    async read(conversation, after, limit, now) {
      const keys = partitionOf(conversation);
      const reply = await line.script(readScript, [keys.conversation(conversation)], [after, limit, now]);
      const [first, ...entries] = listOf(reply);
      return entries.flatMap((entry, index) => {
        const bytes = bytesOf(entry);
        return bytes ? [toEntry(numberOf(first) + index, bytes)] : [];
      });
    },

    async commit(conversation, expected, change) {
      // A reminder's id is a fingerprint within its conversation: it can lie nowhere else, and comes with every turn in Teams.
      const reports = change.parcels.filter(({ kind }) => kind === 'report');
      if (reports.length === 0) return commit(line, conversation, expected, change);
      const own = structuredClone(change);
      const ids = reports.map(({ id }) => id);
      const kept = await keptElsewhere(line, partitionOf(conversation), ids);
      return commit(line, conversation, expected, {
        ...own,
        parcels: own.parcels.filter(({ id }) => !kept.has(id)),
        claims: own.claims.filter(({ parcel }) => !kept.has(parcel)),
      });
    },

    erase: (conversation) => erase(line, conversation),
  };
}
