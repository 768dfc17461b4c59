// The headers of the page: what it may load, who may frame it, and that nobody keeps it. Nothing is allowed that Web Chat does
// not need, and nothing at all from another host.
import type { IncomingMessage } from 'node:http';

/** SHA-256 of the empty string: Web Chat's scroll component adds one empty style element without the nonce. */
const emptyStyle = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";

/** A Host header that can stand in a header of ours. */
const hostPattern = /^(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;

/** Where the page's socket goes: older browsers do not count it as 'self'. */
function socketSource(req: IncomingMessage, publicUrl: string | null): string {
  if (publicUrl !== null) return new URL(publicUrl).origin.replace(/^http/, 'ws');
  const host = req.headers.host ?? '';
  return hostPattern.test(host) ? `ws://${host}` : '';
}

export function pageHeaders(req: IncomingMessage, nonce: string, publicUrl: string | null): Record<string, string> {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'`,
    `style-src 'nonce-${nonce}' ${emptyStyle}`,
    // blob: is how the client reads a file that a person picked.
    `connect-src 'self' ${socketSource(req, publicUrl)} blob:`.replace('  ', ' '),
    "img-src 'self' data: blob:",
    "font-src 'self'",
    'worker-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
  ];
  return {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': policy.join('; '),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cache-Control': 'no-store',
    Vary: 'Accept-Language',
  };
}
