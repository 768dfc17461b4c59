// Serves the page of the web chat and its two scripts. Sets no cookie, keeps nothing of a visitor, and loads nothing from
// anywhere else.
import { randomBytes } from 'node:crypto';
import type { Request, Response, Server } from 'restify';
import type { Authority, Localised } from '../core/wording/authority.js';
import { loadAssets } from './load-assets.js';
import { pageHeaders } from './page-headers.js';
import { pickLanguage } from './pick-language.js';
import { renderShell } from './shell.js';

export interface PageOptions {
  /** The folder with assets.json and assets/, as the build leaves it. */
  assets: string;
  /** A sentence by wording key. */
  text: (language: string, key: string, params?: Record<string, string | number>) => string;
  languages: string[];
  isDemonstration: boolean;
  authority: Pick<Authority, 'names' | 'phones'>;
  /** The address under which visitors reach the page; null where it is the one that they ask for. */
  publicUrl: string | null;
}

const inLanguage = (text: Localised, language: string): string =>
  typeof text === 'string' ? text : (text[language] ?? text.en);

const year = 365 * 24 * 60 * 60;

/** Throws Fault config.wrong when the build is missing. */
export function mountPage(server: Server, options: PageOptions): void {
  const { text, languages, isDemonstration, authority, publicUrl } = options;
  const assets = loadAssets(options.assets);

  const phonesIn = (language: string) =>
    [authority.phones.emergency, authority.phones.tipLine].map((phone) => ({
      text: inLanguage(phone.text, language),
      dial: phone.dial,
    }));

  server.get('/', async (req: Request, res: Response) => {
    const asked = new URL(req.url ?? '/', 'http://localhost').searchParams.get('lang');
    const language = pickLanguage(asked, req.headers['accept-language'], languages);
    const nonce = randomBytes(16).toString('base64');
    const page = renderShell({
      language,
      languages,
      text,
      name: (each) => inLanguage(authority.names.authority.text, each),
      phones: phonesIn(language),
      isDemonstration,
      nonce,
      scripts: assets.names,
    });
    res.writeHead(200, pageHeaders(req, nonce, publicUrl));
    res.end(page);
  });

  server.get('/assets/:name', async (req: Request, res: Response) => {
    const asset = assets.files.get((req.params as { name: string }).name);
    if (!asset) {
      res.send(404, { error: { code: 'NotFound', message: 'There is no such file.' } });
      return;
    }
    const takesBrotli = /\bbr\b/.test(String(req.headers['accept-encoding'] ?? ''));
    const isBrotli = takesBrotli && asset.brotli !== null;
    const body = isBrotli ? asset.brotli : asset.plain;
    res.writeHead(200, {
      'Content-Type': 'text/javascript; charset=utf-8',
      'Content-Length': String(body?.length ?? 0),
      ...(isBrotli ? { 'Content-Encoding': 'br' } : {}),
      'Cache-Control': `public, max-age=${year}, immutable`,
      'X-Content-Type-Options': 'nosniff',
      Vary: 'Accept-Encoding',
    });
    res.end(body);
  });
}
