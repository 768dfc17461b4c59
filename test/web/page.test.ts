import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { Fault } from '../../src/ports/fault.js';
import { escapeHtml, escapeJson, linkPhones } from '../../src/web/html.js';
import { loadAssets } from '../../src/web/load-assets.js';
import { pickLanguage } from '../../src/web/pick-language.js';
import type { ChannelServer } from '../support/channel-server.js';
import { pageOptions, startPageServer } from '../support/page-server.js';

interface Page {
  status: number;
  headers: Headers;
  body: string;
}

async function get(url: string, headers: Record<string, string> = {}): Promise<Page> {
  const response = await fetch(url, { headers });
  return { status: response.status, headers: response.headers, body: await response.text() };
}

/** As it comes over the wire: fetch would unpack it. */
function getRaw(
  url: string,
  headers: Record<string, string>,
): Promise<{ encoding: string | undefined; bytes: Buffer }> {
  return new Promise((resolve, reject) => {
    httpRequest(url, { headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ encoding: response.headers['content-encoding'], bytes: Buffer.concat(chunks) }),
      );
    })
      .on('error', reject)
      .end();
  });
}

describe('the page', () => {
  let server: ChannelServer;
  before(async () => {
    server = await startPageServer({ isDemonstration: false });
  });
  after(() => server.close());

  const nonceOf = (page: Page) => /'nonce-([^']+)'/.exec(page.headers.get('content-security-policy') ?? '')?.[1] ?? '';

  it('allows its own scripts and socket, nothing inline, and no other host', async () => {
    const page = await get(server.url);
    const nonce = nonceOf(page);
    const host = server.url.replace('http', 'ws');
    assert.equal(
      page.headers.get('content-security-policy'),
      [
        "default-src 'none'",
        `script-src 'nonce-${nonce}' 'strict-dynamic'`,
        `style-src 'nonce-${nonce}' 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='`,
        `connect-src 'self' ${host} blob:`,
        "img-src 'self' data: blob:",
        "font-src 'self'",
        'worker-src blob:',
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'",
      ].join('; '),
    );
    assert.equal(page.headers.get('x-content-type-options'), 'nosniff');
    assert.equal(page.headers.get('referrer-policy'), 'no-referrer');
    assert.equal(page.headers.get('cache-control'), 'no-store');
    assert.equal(page.headers.get('set-cookie'), null);
  });

  it('has another nonce each time, on every script and style', async () => {
    const [one, two] = [await get(server.url), await get(server.url)];
    assert.notEqual(nonceOf(one), nonceOf(two));
    const elements = [...one.body.matchAll(/<(?:style|script src)[^>]*>/g)].map(([element]) => element);
    assert.equal(elements.length, 2);
    assert.ok(elements.every((element) => element.includes(`nonce="${nonceOf(one)}"`)));
    assert.ok(!/ style="| on\w+="/.test(one.body));
  });

  it('behind a public address the socket goes there', async () => {
    const behind = await startPageServer({ publicUrl: 'https://chat.example/' });
    const page = await get(behind.url);
    assert.match(page.headers.get('content-security-policy') ?? '', /connect-src 'self' wss:\/\/chat\.example blob:;/);
    await behind.close();
  });

  it('a Host header that is none gets into no header of ours', async () => {
    const { bytes } = await getRaw(server.url, { host: 'x; script-src *' });
    assert.ok(!bytes.toString().includes('script-src *'));
    assert.equal((await get(server.url)).status, 200);
  });

  it('opens in the language of the address, else of the browser, else in English', async () => {
    const language = async (query: string, accept: string) =>
      /<html lang="(\w+)">/.exec((await get(`${server.url}/${query}`, { 'accept-language': accept })).body)?.[1];
    assert.equal(await language('', 'sv-SE,sv;q=0.9,en;q=0.8'), 'sv');
    assert.equal(await language('', 'de,en;q=0.5'), 'en');
    assert.equal(await language('', 'fi'), 'en');
    assert.equal(await language('?lang=sv', 'en'), 'sv');
    assert.equal(await language('?lang=xx"><script>', 'sv'), 'sv');
  });

  it('shows the emergency number and the tip line as links, whatever else there is', async () => {
    const { body } = await get(server.url);
    assert.ok(body.includes('<a href="tel:112">112</a>'));
    assert.ok(body.includes('<a href="tel:90114">90&nbsp;114</a>'));
    assert.match(body, /<noscript>.*90&nbsp;114.*<\/noscript>/s);
  });

  it('says every sentence in every language, and lacks none', async () => {
    const { body } = await get(server.url);
    for (const sentence of [
      'Start the chat',
      'Starta chatten',
      'Hoppa till chatten',
      'What you send is sealed',
      'Det du skickar förseglas',
    ]) {
      assert.ok(body.includes(sentence), sentence);
    }
    assert.ok(!body.includes('?page.'));
  });

  it('says that it is a demonstration when it is, and only then', async () => {
    assert.ok(!(await get(server.url)).body.includes('class="demonstration"'));
    const demonstration = await startPageServer({ isDemonstration: true });
    const { body } = await get(demonstration.url);
    assert.ok(body.includes('This is a demonstration.'));
    assert.ok(body.includes('read by those who run this'));
    assert.ok(!body.includes('What you send is sealed'), 'what is not true of a demonstration');
    await demonstration.close();
  });

  it('is small: under 50 kB before the chat is opened', async () => {
    const { body } = await get(server.url);
    const script = loadAssets(pageOptions.assets).files.get(/src="\/assets\/(chat[^"]+)"/.exec(body)?.[1] ?? '');
    assert.ok(Buffer.byteLength(body) + (script?.brotli?.length ?? 50_000) < 50_000);
  });

  it('serves its scripts for good, packed where the browser takes it, and nothing else', async () => {
    const { chat, webchat } = loadAssets(pageOptions.assets).names;
    const plain = await get(`${server.url}/assets/${chat}`);
    assert.equal(plain.headers.get('cache-control'), 'public, max-age=31536000, immutable');
    assert.equal(plain.headers.get('content-type'), 'text/javascript; charset=utf-8');
    assert.equal(plain.headers.get('x-content-type-options'), 'nosniff');
    const packed = await getRaw(`${server.url}/assets/${webchat}`, { 'accept-encoding': 'gzip, br' });
    assert.equal(packed.encoding, 'br');
    assert.ok(packed.bytes.length < 800_000);
    const whole = readFileSync(path.join(pageOptions.assets, 'assets', webchat));
    assert.ok(brotliDecompressSync(packed.bytes).equals(whole));
    assert.equal((await getRaw(`${server.url}/assets/${chat}`, { 'accept-encoding': 'gzip' })).encoding, undefined);
    for (const name of ['assets.json', '..%2Fassets.json', `${chat}.br`, '%2e%2e%2f%2e%2e%2fmain.js', 'x']) {
      assert.equal((await get(`${server.url}/assets/${name}`)).status, 404, name);
    }
  });

  it('says what to do when the build is missing', () => {
    const empty = mkdtempSync(path.join(tmpdir(), 'no-build-'));
    assert.throws(
      () => loadAssets(empty),
      (error) => error instanceof Fault && error.code === 'config.wrong' && /npm run build/.test(error.message),
    );
  });
});

describe('what the page is made of', () => {
  const phones = [
    { text: '112', dial: '112' },
    { text: '90 114', dial: '90114' },
    { text: '90 114 112', dial: '90114112' },
  ];

  it('texts cannot become markup', () => {
    assert.equal(escapeHtml(`<a href="x" id='y'>&`), '&lt;a href=&quot;x&quot; id=&#39;y&#39;&gt;&amp;');
    assert.ok(!escapeJson({ text: '</script><script>' }).includes('<'));
    assert.equal(linkPhones('<b>112</b>', phones), '&lt;b&gt;<a href="tel:112">112</a>&lt;/b&gt;');
  });

  it('phone numbers become links, the longest first, and never inside another number', () => {
    assert.equal(linkPhones('90 114 112', phones), '<a href="tel:90114112">90&nbsp;114&nbsp;112</a>');
    assert.equal(linkPhones('1120 and 0112', phones), '1120 and 0112');
    assert.equal(linkPhones('no number', []), 'no number');
  });

  it('a browser may prefer in any order, and refuse', () => {
    const pick = (accepted: string | undefined) => pickLanguage(null, accepted, ['en', 'sv']);
    assert.equal(pick('en;q=0.3, sv;q=0.7'), 'sv');
    assert.equal(pick('sv;q=0, en'), 'en');
    assert.equal(pick('*'), 'en');
    assert.equal(pick(undefined), 'en');
    assert.equal(pickLanguage('fi', 'de', ['fi']), 'fi');
    assert.equal(pickLanguage(null, 'de', ['fi']), 'fi');
    assert.equal(pickLanguage(null, 'de', []), 'en');
  });
});
