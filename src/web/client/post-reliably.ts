// Sends a message until it has arrived: over lost lines and renewed tokens, always under the same name, so that the server
// takes it once. Gives up after a while and says so; it never pretends.
import type { Activity, DirectLine } from './web-chat.js';

/** Ms in which a new try may begin. Web Chat shows "sending" for longer than that (style-options). */
const patience = { words: 40_000, files: 60_000 };
const pause = 800;
/** Ms for one upload; the client's own 20 seconds are too few for a phone. */
const uploadTimeout = 100_000;

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** `again`: no answer, a refused token, or a fault of the server. */
function tryOnce(line: DirectLine, activity: Activity): Promise<{ id: string } | 'again' | 'refused'> {
  return new Promise((resolve) => {
    line.postActivity(activity).subscribe({
      // The client gives the word "retry" in place of an id when it could not send.
      next: (id) => resolve(id === 'retry' ? 'again' : { id }),
      error: (error) => {
        const status = (error as { status?: number } | null)?.status ?? 0;
        resolve(status >= 400 && status < 500 && status !== 403 ? 'refused' : 'again');
      },
      complete: () => resolve('again'),
    });
  });
}

/**
 * `ready` resolves with a line that is online, or null when there will be none before `until` (ms since 1970).
 * Rejects when the message did not get through.
 */
export async function postReliably(
  ready: (until: number) => Promise<DirectLine | null>,
  activity: Activity,
): Promise<string> {
  const hasFiles = (activity.attachments?.length ?? 0) > 0;
  const until = Date.now() + (hasFiles ? patience.files : patience.words);
  while (Date.now() < until) {
    const line = await ready(until);
    if (!line) break;
    const { timeout } = line;
    if (hasFiles) line.timeout = uploadTimeout;
    const outcome = await tryOnce(line, activity);
    line.timeout = timeout;
    if (outcome === 'refused') break;
    if (outcome !== 'again') return outcome.id;
    await sleep(pause);
  }
  throw new Error('The message did not get through.');
}
