// The flows of this bot: its forms, how words are read for them, and what a receipt is.
import type { Flows, Form } from '../core/dialogue/flow.js';
import { comebackForm, reportForm } from '../core/reports/report-form.js';
import { isReceipt, receiptFrom } from '../core/reports/receipt.js';
import type { Lexicon } from '../core/understanding/lexicon.js';
import { readerFor } from '../core/understanding/read-words.js';

export const formsOf = (indicators: string[]): Form[] => [reportForm(indicators), comebackForm];

/** A number that is no receipt is refused here, before anything memory-hard is done with it. */
export function createFlows(forms: Form[], lexicon: Lexicon): Flows {
  const read = readerFor(lexicon);
  return {
    forms: Object.fromEntries(forms.map((form) => [form.id, form])),
    read: (form, slot, text, moment) => {
      if (slot.kind !== 'receipt') return read(form, slot, text, moment);
      const digits = text.replace(/\D/g, '');
      return isReceipt(digits) ? digits : 'no receipt';
    },
    fix: (entropy) => ({ id: entropy.slice(0, 32), receipt: receiptFrom(entropy.slice(32, 64)) }),
  };
}
