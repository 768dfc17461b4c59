// The machine's clock. It knows no time zone and never sleeps.
import type { Clock } from '../../ports/world.js';

/** The real clock: ms since 1970 UTC; it may jump back when the machine's time is corrected. */
export const createClock = (): Clock => ({ now: () => Date.now() });
