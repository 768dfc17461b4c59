// Says what was committed and not confirmed, in order, and takes from the state what the channel has confirmed. Which process
// speaks is written in the state with an end: nothing is said twice by two processes, and no claim outlives its process for long.
import type { ConversationRef } from '../ports/cipher.js';
import { Fault } from '../ports/fault.js';
import type { Clock, Log } from '../ports/world.js';
import type { ConversationStore } from './conversation-store.js';
import type { DirectState, Unsaid } from './direct-state.js';
import { speakTime, type Mouth, type Spoken } from './direct-turns.js';
import { livePlaces } from './place-replies.js';

const maxTries = 20;
/** Ms for which a process says that it is speaking. */
export const claimTime = 2 * speakTime;

export interface SpeakingHouse {
  conversations: ConversationStore<DirectState>;
  mouth: Mouth;
  clock: Clock;
  log: Log;
  /** A name that no other process has. */
  me: string;
}

type Change = (state: DirectState) => DirectState | null;

/** Changes the state between turns, receipt and log as they are. False when there was nothing to change. */
async function change(house: SpeakingHouse, ref: ConversationRef, make: Change): Promise<boolean> {
  for (let tries = 0; tries < maxTries; tries += 1) {
    const found = await house.conversations.load(ref, house.clock.now());
    const next = found?.session ? make(found.session) : null;
    if (!found || !next) return false;
    const nothing = { cutLog: false, parcels: [], claims: [], replies: [] };
    const rest = { handled: found.handled, session: next, receipt: found.receipt, ...nothing };
    if (await house.conversations.commit(ref, found.revision, rest)) return true;
  }
  throw new Fault('turn.conflict', 'Other processes keep changing this conversation.');
}

/** Takes a reply out that needs no more saying. `place`: where it now stands. */
export async function strike(
  house: SpeakingHouse,
  ref: ConversationRef,
  id: string,
  place: string | null,
): Promise<void> {
  await change(house, ref, (state) => {
    if (!state.unsaid.some(({ outgoing }) => outgoing.id === id)) return null;
    const places = place === null ? state.places : { ...state.places, [id]: place };
    const unsaid = state.unsaid.filter(({ outgoing }) => outgoing.id !== id);
    return { ...state, unsaid, places: livePlaces(places, state.session) };
  });
}

/** The claim of another process that holds now; where nothing is unsaid there is nothing to claim. */
export function othersClaim({ speaker, unsaid }: DirectState, me: string, now: number): DirectState['speaker'] {
  return unsaid.length > 0 && speaker !== null && speaker.by !== me && speaker.until > now ? speaker : null;
}

const isMine = ({ speaker }: DirectState, me: string, now: number) =>
  speaker !== null && speaker.by === me && speaker.until >= now + speakTime;

/** True when nobody else is speaking and the claim holds long enough for one more reply. */
async function claim(house: SpeakingHouse, ref: ConversationRef, state: DirectState): Promise<boolean> {
  const now = house.clock.now();
  if (isMine(state, house.me, now)) return true;
  return change(house, ref, (present) => {
    return othersClaim(present, house.me, now)
      ? null
      : { ...present, speaker: { by: house.me, until: now + claimTime } };
  });
}

/** True when the next reply may follow. */
async function settle(house: SpeakingHouse, ref: ConversationRef, { outgoing, place }: Unsaid, spoken: Spoken) {
  switch (spoken.kind) {
    case 'said':
      await strike(house, ref, outgoing.id, place ?? spoken.place);
      return true;
    case 'later':
      house.log.write({ event: 'reply.later', code: 'unreachable' });
      return false;
    case 'refused':
    case 'gone':
      house.log.write({ event: 'reply.dropped', code: spoken.kind });
      if (spoken.kind === 'gone' && place === null) {
        await change(house, ref, (state) => ({ ...state, unsaid: [] }));
        return false;
      }
      await strike(house, ref, outgoing.id, null);
      return true;
  }
}

/** Resolves when nothing is left, another process speaks, or the channel wants to hear it later. */
export async function sayUnsaid(house: SpeakingHouse, ref: ConversationRef): Promise<void> {
  for (;;) {
    const found = await house.conversations.load(ref, house.clock.now());
    const state = found?.session;
    const next = state?.unsaid[0];
    if (!found || !state || !next || !(await claim(house, ref, state))) return;
    const spoken = await house.mouth.say(state.address, { ...next, hasReceipt: found.receipt !== null });
    if (!(await settle(house, ref, next, spoken))) return;
  }
}
