// The strings that Web Chat 4.18.1 has in English only. They are Web Chat's own (labels of its controls), not the bot's.

const swedish: Record<string, string> = {
  TEXT_INPUT_DROP_ZONE: 'Släpp filer här',
  TEXT_INPUT_LENGTH_EXCEEDED_ALT: 'Meddelandet är för långt',
  TEXT_INPUT_TELEPHONE_KEYPAD_BUTTON_ALT: 'Knappsats',
  TELEPHONE_KEYPAD_INPUT_MESSAGE: 'Bara en siffra i taget',
  TEXT_INPUT_ATTACHMENTS_ONE: '1 fil',
  TEXT_INPUT_ATTACHMENTS_TWO: '$1 filer',
  TEXT_INPUT_ATTACHMENTS_FEW: '$1 filer',
  TEXT_INPUT_ATTACHMENTS_MANY: '$1 filer',
  TEXT_INPUT_ATTACHMENTS_OTHER: '$1 filer',
};

/** For Web Chat's `overrideLocalizedStrings`. */
export const withSwedish = (strings: Record<string, string>, locale: string): Record<string, string> =>
  locale.startsWith('sv') ? { ...strings, ...swedish } : strings;
