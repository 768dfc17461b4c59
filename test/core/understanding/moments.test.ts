// The grammar of days and times, line by line: [now, text, date, time]; null where the text gives none.
import assert from 'node:assert/strict';
import { read } from './knowledge.js';

type Line = [now: string, text: string, date: string | null, time: string | null];
const monday = '2026-11-23T10:15:00+01:00';
const lines: Record<string, Line[]> = {
  en: [
    [monday, 'the seal was cut yesterday', '2026-11-22', null],
    [monday, 'the seal was cut last night', '2026-11-22', null],
    [monday, 'the seal was cut last night at half past nine', '2026-11-22', '21:30'],
    [monday, 'the seal was cut the day before yesterday', '2026-11-21', null],
    [monday, 'the seal was cut last Friday at 9 pm', '2026-11-20', '21:00'],
    [monday, 'the seal was cut on the 9th', '2026-11-09', null],
    [monday, 'the seal was cut on 09.07.2026', '2026-07-09', null],
    [monday, 'the seal was cut on 27 December', '2025-12-27', null],
    [monday, 'the container will arrive on 27 December', '2026-12-27', null],
    [monday, 'the seal was cut at quarter to ten in the evening', null, '21:45'],
    [monday, 'the seal was cut three days ago', '2026-11-20', null],
    [monday, 'the seal was cut last week', null, null],
    [monday, 'every Thursday a seal is cut', null, null],
    [monday, 'the seal was cut this morning at 4.44', '2026-11-23', '04:44'],
    [monday, 'we found about ten pallets without a seal', null, null],
    ['2026-01-01T00:30:00+01:00', 'the seal was cut yesterday', '2025-12-31', null],
  ],
  sv: [
    [monday, 'plomben bröts igår kväll', '2026-11-22', null],
    [monday, 'plomben bröts igår kväll vid halv tio', '2026-11-22', '21:30'],
    [monday, 'plomben bröts i natt kl 02.10', '2026-11-23', '02:10'],
    [monday, 'plomben bröts i natt kl tjugo i två', '2026-11-23', '01:40'],
    [monday, 'plomben bröts kvart i sju i morse', '2026-11-23', '06:45'],
    [monday, 'plomben bröts fem över halv tre', null, '02:35'],
    [monday, 'plomben bröts i fredags kl 16.20', '2026-11-20', '16:20'],
    [monday, 'plomben bröts den 12:e', '2026-11-12', null],
    [monday, 'plomben bröts den 28 december', '2025-12-28', null],
    [monday, 'containern väntas den 28 december', '2026-12-28', null],
    [monday, 'containern väntas på lördag vid 21-tiden', '2026-11-28', '21:00'],
    [monday, 'plomben bröts för två dagar sedan', '2026-11-21', null],
    [monday, 'plomben bröts i förrgår', '2026-11-21', null],
    [monday, 'plomben bröts förra veckan', null, null],
    [monday, 'varje torsdag bryts en plomb', null, null],
    [monday, 'containern kommer i övermorgon klockan nio på kvällen', '2026-11-25', '21:00'],
    ['2026-03-29T03:30:00+02:00', 'plomben bröts igår', '2026-03-28', null],
    ['2026-10-25T00:30:00+02:00', 'plomben bröts idag', '2026-10-25', null],
    ['2026-10-25T23:30:00+01:00', 'containern kommer imorgon', '2026-10-26', null],
    ['2026-12-31T23:50:00+01:00', 'containern kommer imorgon', '2027-01-01', null],
  ],
};

describe('days and times', () => {
  for (const [lang, all] of Object.entries(lines)) {
    for (const [now, text, date, time] of all) {
      it(`${lang} ${text}`, () => {
        const { slots } = read(text, now, lang);
        assert.deepEqual([slots.date ?? null, slots.time ?? null], [date, time]);
      });
    }
  }
});
