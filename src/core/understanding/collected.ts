// Gathers the values of a message with their words. It holds each value once, in the order in which it was found.
import type { Found, Intent, ListSlot, SlotName, Slots, Understood } from './understood.js';
import { listSlots } from './understood.js';

/** What only a report tells: what somebody asks about in general was not noticed. */
const told: SlotName[] = ['stage', 'goods', 'date', 'time', 'ongoing', 'danger'];

export class Collected {
  readonly spans: Understood['spans'] = {};

  addAll(slot: ListSlot, found: readonly Found[]): void {
    for (const item of found) {
      const list = this.spans[slot] ?? [];
      if (list.some(({ value }) => value === item.value)) continue;
      this.spans[slot] = [...list, item];
    }
  }

  set(slot: SlotName, found: Found<string | boolean>): void {
    this.spans[slot] = [found];
  }

  keepNumbersOnly(intent: Intent): void {
    for (const slot of told) delete this.spans[slot];
    if (intent === 'other' || intent === 'command') delete this.spans.places;
  }

  slots(): Slots {
    const slots: Slots = {};
    for (const slot of listSlots) {
      const list = this.spans[slot];
      if (list && list.length > 0) slots[slot] = list.map(({ value }) => String(value));
    }
    const one = (slot: SlotName) => this.spans[slot]?.[0]?.value;
    const stage = one('stage');
    const date = one('date');
    const time = one('time');
    const ongoing = one('ongoing');
    if (typeof stage === 'string') slots.stage = stage;
    if (typeof date === 'string') slots.date = date;
    if (typeof time === 'string') slots.time = time;
    if (typeof ongoing === 'boolean') slots.ongoing = ongoing;
    if (one('danger') === true) slots.danger = true;
    return slots;
  }
}
