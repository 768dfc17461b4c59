import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadContent } from '../../../src/adapters/content/load-content.js';
import { Fault } from '../../../src/ports/fault.js';

const root = path.resolve(import.meta.dirname, '../../..');

describe('loading the content', () => {
  let copy = '';
  beforeEach(async () => {
    copy = await mkdtemp(path.join(tmpdir(), 'content-'));
    for (const name of ['content', 'cards'])
      await cp(path.join(root, name), path.join(copy, name), { recursive: true });
  });
  afterEach(() => rm(copy, { recursive: true }));

  const change = async (file: string, from: string | RegExp, to: string) => {
    const text = await readFile(path.join(copy, file), 'utf8');
    assert.notEqual(text.replace(from, to), text, `${file} has no ${String(from)}`);
    await writeFile(path.join(copy, file), text.replace(from, to));
  };
  const faultOf = async (): Promise<string> => {
    try {
      await loadContent(copy);
    } catch (error) {
      assert.ok(error instanceof Fault && error.code === 'content.wrong');
      return error.message;
    }
    throw new Error('nothing was found wrong');
  };

  it('reads what is shipped: two languages, the authority, 77 signs in order, the cards', async () => {
    const { bundles, authority, indicators, templates } = await loadContent(root);
    assert.deepEqual(
      bundles.map(({ language }) => language),
      ['en', 'sv'],
    );
    assert.equal(authority.phones.tipLine.text, '90 114');
    assert.equal(indicators.length, 77);
    assert.equal(new Set(indicators.map(({ id }) => id)).size, 77);
    const count = (group: string) => indicators.filter((one) => one.group === group).length;
    const groups = [...new Set(indicators.map(({ group }) => group))];
    assert.deepEqual(
      groups.map((group) => `${group}${String(count(group))}`),
      ['PU7', 'DE6', 'RE8', 'OH8', 'BD10', 'CP7', 'PI7', 'IT6', 'VD6', 'CS7', 'GP5'],
    );
    assert.deepEqual(
      indicators.map(({ id }) => id),
      groups.flatMap((group) => Array.from({ length: count(group) }, (_, index) => `${group}${String(index + 1)}`)),
    );
    assert.ok(indicators.every(({ text, source }) => text.en && text.sv && source));
    assert.deepEqual(Object.keys(templates).sort(), ['answered', 'ask', 'notice', 'receipt', 'review', 'say']);
  });

  it('gives each language the facts of the authority in that language', async () => {
    const { bundles } = await loadContent(root);
    const facts = (language: string) => bundles.find((bundle) => bundle.language === language)?.facts ?? {};
    assert.equal(facts('en').authority, 'Swedish Customs');
    assert.equal(facts('sv').authority, 'Tullverket');
    assert.equal(facts('sv').programme, 'Samverkan mot tullbrottslighet');
    assert.deepEqual(
      ['emergency', 'tipLine', 'police', 'switchboard', 'switchboardAbroad', 'programmeMail'].map(
        (name) => facts('sv')[name],
      ),
      ['112', '90 114', '114 14', '0771-520 520', '+46 771 520 520', 'smt@tullverket.se'],
    );
    assert.equal(facts('sv').dial, undefined);
  });

  it('lists every fault at once, with file, place and what to do', async () => {
    await change('content/authority.yaml', "dial: '112'", 'dial: abc');
    await change('content/authority.yaml', 'text: smt@tullverket.se', 'texts: x');
    await change('content/indicators.yaml', 'id: PU2', 'id: PU1');
    await change('content/indicators.yaml', 'id: GP5', 'id: XX5');
    await change('cards/ask.json', '"1.5"', '"1.6"');
    await change('cards/notice.json', '{', '');
    await change('content/wording/sv/actions.yaml', 'Nästa', '42');
    await change('content/wording/sv/page.yaml', 'skipToChat', 'skipToChatt');
    await change('content/wording/sv/problems.yaml', 'problem:', 'dialogue: { menu: Igen }\nproblem:');
    await change('content/wording/en/commands.yaml', 'go back', 'Go back');
    await rm(path.join(copy, 'content/wording/sv/commands.yaml'));
    const message = await faultOf();
    for (const line of [
      /content\/authority\.yaml: phones\.emergency\.dial: write digits only/,
      /content\/authority\.yaml: mails\.programmeMail/,
      /content\/indicators\.yaml: PU1: stands twice/,
      /content\/indicators\.yaml: XX5: an id is the two letters of its group \(GP\)/,
      /cards\/ask\.json: version: version must be exactly "1\.5"/,
      /cards\/notice\.json: cannot be read/,
      /content\/wording\/sv\/actions\.yaml: action\.step\.next: write a text/,
      /content\/wording\/sv\/page\.yaml: page\.skipToChatt: English has no such key/,
      /content\/wording\/sv\/problems\.yaml: dialogue\.menu: stands twice/,
      /content\/wording\/en\/commands\.yaml: commands\.back\.1: write the words in lower case/,
      /content\/wording\/sv\/commands\.yaml: is missing; copy the English one/,
    ]) {
      assert.match(message, line);
    }
  });

  it('refuses to go on without English, without cards, and with a folder that is no language', async () => {
    await rm(path.join(copy, 'content/wording/en'), { recursive: true });
    await rm(path.join(copy, 'cards'), { recursive: true });
    await cp(path.join(copy, 'content/wording/sv'), path.join(copy, 'content/wording/Svenska'), { recursive: true });
    const message = await faultOf();
    assert.match(message, /content\/wording\/en: English is needed/);
    assert.match(message, /cards: there is no such folder/);
    assert.match(message, /content\/wording\/Svenska: name the folder by the language's code/);
  });

  it('takes a further language as a further folder, which may lack sentences', async () => {
    await cp(path.join(copy, 'content/wording/en'), path.join(copy, 'content/wording/de'), { recursive: true });
    await rm(path.join(copy, 'content/wording/de/page.yaml'));
    const { bundles } = await loadContent(copy);
    assert.deepEqual(
      bundles.map(({ language }) => language),
      ['en', 'de', 'sv'],
    );
    assert.equal(bundles[1]?.messages['page.title'], undefined);
    assert.equal(bundles[1]?.facts.authority, 'Swedish Customs');
  });

  it('reads a sign with braces and apostrophes as it stands', async () => {
    await change('content/indicators.yaml', /en: Driver, number plate.*/, 'en: "It\'s {odd}"');
    const { bundles } = await loadContent(copy);
    assert.equal(bundles[0]?.messages['form.report.option.indicators.PU1'], "It''s '{'odd'}'");
  });
});
