// A sign of a deviation, as content knows it. One sign alone proves nothing, and nothing here weighs or judges it.
import type { Language } from '../chat/message.js';

export interface Indicator {
  /** For ever: reports hold ids. The letters are those of its group. */
  id: string;
  group: string;
  /** Language -> text; English is always there. */
  text: Record<Language, string>;
  source: string;
}
