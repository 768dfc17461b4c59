// The authority that the bot works for, as data: whoever adopts the bot changes content/authority.yaml and no sentence.
// It holds public facts only, each with where it was read.
import type { Language } from '../chat/message.js';

/** One text for every language, or one per language; English is always there. */
export type Localised = string | ({ en: string } & Record<Language, string>);

export interface Fact {
  text: Localised;
  source: string;
}

export interface Authority {
  names: Record<'authority' | 'programme' | 'programmeShort', Fact>;
  /** `dial`: what a telephone link calls, digits with a leading + for an international number. */
  phones: Record<'emergency' | 'tipLine' | 'police' | 'switchboard' | 'switchboardAbroad', Fact & { dial: string }>;
  mails: Record<'programmeMail' | 'generalMail', Fact>;
  links: Record<'tipForm' | 'programmePage', Fact & { url: Localised }>;
}
