// A Chat with a scripted bot and a log in memory, for tests of the channel: the same promises as the real one (durable when
// answered, turns behind, repeats without effect), without anything of customs.
import { Fault } from '../../src/ports/fault.js';
import type { ConversationRef } from '../../src/ports/cipher.js';
import type { Fanout } from '../../src/ports/world.js';
import type { FileValue } from '../../src/core/dialogue/flow.js';
import type { Incoming, Input, Outgoing, Reply } from '../../src/core/chat/message.js';
import type { Chat, Entry } from '../../src/turn/chat.js';

export interface Said {
  reply: Reply;
  /** Takes the place of the card that was shown last. */
  replacesCard?: boolean;
}

export interface ScriptedTurn {
  say: Said[];
  cutLog?: boolean;
  language?: string;
  receipt?: string | null;
}

export type Script = (input: Input, turn: { language: string; number: number }) => ScriptedTurn;

interface Conversation {
  log: Entry[];
  seq: number;
  lastAt: number;
  fingerprints: Map<string, { id: string; seq: number; at: number }>;
  language: string;
  card: { id: string; at: number } | null;
  receipt: string | null;
  secret: string;
  turns: number;
}

export interface FakeChat extends Chat {
  /** Every input in the order of arrival, with the receipts that came beside them. */
  readonly inputs: Input[];
  readonly kept: { name: string; type: string; length: number }[];
  /** Ms that a turn takes. */
  turnTime: number;
  /** Makes every call fail, as a broken store would. */
  failure: Error | null;
  /** Deletes a conversation; with `signal` its sockets are told. */
  end(conversation: string, options?: { signal: boolean }): void;
  typing(conversation: string): void;
  logOf(conversation: string): Entry[];
}

const isCard = (reply: Reply) => reply.kind === 'ask' || reply.kind === 'review';

export function createFakeChat(fanout: Fanout, now: () => number, script: Script): FakeChat {
  const conversations = new Map<string, Conversation>();
  const running = new Set<Promise<void>>();

  function find(ref: ConversationRef): Conversation | null {
    if (fake.failure) throw fake.failure;
    const found = conversations.get(ref.id);
    if (!found) return null;
    if (ref.secret === null || Buffer.from(ref.secret).toString('hex') !== found.secret) {
      throw new Fault('cipher.broken', 'The secret does not open this conversation.');
    }
    return found;
  }

  async function run(ref: ConversationRef, entry: Entry, input: Input): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, fake.turnTime));
    const found = conversations.get(ref.id);
    if (!found) return;
    const turn = script(input, { language: found.language, number: ++found.turns });
    found.language = turn.language ?? found.language;
    if (turn.receipt !== undefined) found.receipt = turn.receipt;
    if (turn.cutLog) found.log = found.log.filter(({ seq }) => seq > entry.seq);
    for (const [index, { reply, replacesCard }] of turn.say.entries()) {
      const id = `${entry.seq}.${index + 1}`;
      const replaces = replacesCard ? found.card : null;
      const at = replaces?.at ?? entry.at + index + 1;
      const outgoing: Outgoing = { id, language: found.language, reply, replaces, replyTo: String(entry.seq) };
      found.log.push({ seq: ++found.seq, id, at, direction: 'out', outgoing });
      if (isCard(reply)) found.card = { id, at };
      else if (replaces) found.card = null;
    }
    fanout.publish(ref.id, 'entries');
  }

  const fake: FakeChat = {
    inputs: [],
    kept: [],
    turnTime: 5,
    failure: null,

    async receive(ref, { input, shown }, fingerprint) {
      let found = find(ref);
      if (!found) {
        if (input.kind !== 'start') return null;
        found = {
          log: [],
          seq: 0,
          lastAt: 0,
          fingerprints: new Map(),
          language: input.language,
          card: null,
          receipt: null,
          secret: Buffer.from(ref.secret ?? []).toString('hex'),
          turns: 0,
        };
        conversations.set(ref.id, found);
      }
      const known = fingerprint === null ? undefined : found.fingerprints.get(fingerprint);
      if (known) return known;
      fake.inputs.push(input);
      const at = Math.max(now(), found.lastAt + 100);
      found.lastAt = at;
      const seq = ++found.seq;
      const incoming: Incoming = { input, shown, entropy: '00'.repeat(32), origin: null };
      const entry: Entry = { seq, id: String(seq), at, direction: 'in', incoming };
      found.log.push(entry);
      if (fingerprint !== null) found.fingerprints.set(fingerprint, { id: entry.id, seq, at });
      fanout.publish(ref.id, 'entries');
      const turn = run(ref, entry, input).finally(() => running.delete(turn));
      running.add(turn);
      return { id: entry.id, seq, at };
    },

    resume: async (ref) => find(ref) !== null,

    async read(ref, after) {
      const found = find(ref);
      if (!found) return null;
      const entries = found.log.filter(({ seq }) => seq > after);
      return { entries, watermark: entries.at(-1)?.seq ?? after, receipt: found.receipt };
    },

    async keepFile(ref, { name, type, content, maxBytes }): Promise<FileValue> {
      find(ref);
      let length = 0;
      for await (const chunk of content) {
        length += chunk.length;
        if (length > maxBytes) throw new Fault('blob.tooLarge', 'The file is too large.');
      }
      fake.kept.push({ name, type, length });
      return { blob: `blob${fake.kept.length}`, name, type, length, sha256: '00', key: 'key' };
    },

    async settle() {
      await Promise.all(running);
    },

    end(conversation, options = { signal: false }) {
      conversations.delete(conversation);
      if (options.signal) fanout.publish(conversation, 'ended');
    },
    typing: (conversation) => fanout.publish(conversation, 'typing'),
    logOf: (conversation) => conversations.get(conversation)?.log ?? [],
  };
  return fake;
}
