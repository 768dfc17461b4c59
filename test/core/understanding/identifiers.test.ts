// Every test vector of domain.md C2.
import assert from 'node:assert/strict';
import * as rules from '../../../src/core/understanding/identifiers/identifier-rules.js';
import { containerCandidates, mrnCandidates } from '../../../src/core/understanding/identifiers/repair-candidates.js';
import { compact } from '../../../src/core/understanding/identifiers/claims.js';
import { read } from './knowledge.js';

type Vectors = [name: string, rule: (value: string) => boolean, right: string[], wrong: string[]];
const vectors: Vectors[] = [
  [
    'container',
    rules.isContainer,
    ['CSQU3054383', 'ABCU1000006', 'TRLZ0047117', 'XYZJ7654326', 'ABCU0000070', 'csqu 305438-3'],
    ['CSQU3054384', 'CSQX3054383', 'CSQU3045383', 'CSQU305438'],
  ],
  [
    'MRN',
    rules.isMrn,
    [
      '22ITZXBZYUTJFLJXK6',
      '06DE586600006143E1',
      '24SE004741A1B2C3J0',
      '25SE00201234567AA6',
      '26SE000042K9L8M7R0',
      '25SE0047Z0000001U1',
      '25SE00201234567890',
    ],
    ['22DK1V0QQK2S6J7TU2', '24SE004741A1B2C3J1', '24SE004741A1B2C3J'],
  ],
  [
    'current MRN',
    rules.isCurrentMrn,
    ['24SE004741A1B2C3J0', '26SE000042K9L8M7R0', '25SE0047Z0000001U1'],
    ['25SE00201234567890'],
  ],
  [
    'EORI',
    rules.isEori,
    ['SE2021000969', 'SE5560360793', 'SE4441234567', 'DE123456789012345'],
    ['SE202100096', 'SE20210009690', 'DE1234567890123456', '1E2021000969'],
  ],
  [
    'organisation number',
    (value) => rules.isOrgnr(value.slice(-10)),
    ['202100-0969', '212000-0142', '212000-1355', '556036-0793', '162021000969'],
    ['556036-0794', '551234-5678', '55123-5678'],
  ],
  ['plate', rules.isSwedishPlate, ['ABC123', 'ABC12A', 'WER84A', 'abc 12a'], ['ABC1234', 'QAB123', 'AB123C', 'ABC12O']],
  ['IMO', rules.isImo, ['9074729', '7625811', '7654329', '1234567'], ['9074720', '1234568', '907472']],
  [
    'AWB',
    rules.isAwb,
    ['020-12345675', '117-12345675', '057-76543213', '235-10000012'],
    ['020-12345676', '235-10000017', '020-1234567'],
  ],
  ['LOCODE', rules.isLocode, ['SEGOT', 'SE GOT', 'SEHEL', 'NLRTM'], ['SEG0T', 'SEG1T', 'SEGO', 'S1GOT']],
  [
    'commodity code',
    rules.isCommodityCode,
    ['2402', '240220', '2402.20.90', '2402209000'],
    ['770110', '24022', '2402209', 'ABCD12'],
  ],
];

describe('identifiers', () => {
  for (const [name, rule, right, wrong] of vectors) {
    it(`${name}: every vector`, () => {
      for (const value of right) assert.equal(rule(compact(value)), true, value);
      for (const value of wrong) assert.equal(rule(compact(value)), false, value);
    });
  }
  it('seal: form only', () => {
    for (const value of ['H1234567', 'SE-004512', 'ML-SE0099881']) assert.equal(rules.isSealForm(value), true, value);
    for (const value of ['A', '##12']) assert.equal(rules.isSealForm(value), false, value);
  });
  it('offers the right number one error away, and nothing for a right one', () => {
    assert.ok(containerCandidates('CSQU3054384').includes('CSQU3054383'));
    assert.ok(containerCandidates('CSQU3045383').includes('CSQU3054383'));
    assert.ok(mrnCandidates('22DK1V0QQK2S6J7TU2').includes('22DK1V0QQK2S6J7TU1'));
    assert.deepEqual([containerCandidates('CSQU3054383'), mrnCandidates('24SE004741A1B2C3J0')], [[], []]);
  });
  it('finds every right number in a sentence, in both languages, and keeps wrong digits', () => {
    const cases: [string, string, string][] = [
      ['containers', 'Container csqu 305438-3 was open', 'CSQU3054383'],
      ['containers', 'containern CSQU3054384 står öppen', 'CSQU3054384'],
      ['mrns', 'MRN 24SE004741A1B2C3J1 verkar fel', '24SE004741A1B2C3J1'],
      ['eoris', 'they used EORI DE123456789012345', 'DE123456789012345'],
      ['orgnrs', 'bolaget har orgnr 162021000969', '2021000969'],
      ['imos', 'fartyget IMO 9074720 kom in', '9074720'],
      ['awbs', 'flygfraktsedel 020-12345675', '02012345675'],
      ['phones', 'ring 08-123 456 78 tack', '+46812345678'],
      ['phones', 'call me on 0046 70 174 06 33', '+46701740633'],
      ['emails', 'skriv till A.B@x.example.', 'a.b@x.example'],
      ['seals', 'seal number SE-004512 was cut', 'SE-004512'],
      ['plates', 'en lastbil med skylten abc 12a', 'ABC12A'],
    ];
    for (const [slot, text, value] of cases) {
      const { slots, spans } = read(text);
      assert.deepEqual({ [slot]: slots[slot as 'plates'] }, { [slot]: [value] }, text);
      const [found] = spans[slot as 'plates'] ?? [];
      assert.ok(found && found.start >= 0 && found.end <= text.length && found.end > found.start);
    }
  });
});
