// Whether replies may be sent to an address that came with an activity. It compares the parsed host, never a prefix.

const isLoopback = (host: string) => host === 'localhost' || host === '127.0.0.1' || host === '[::1]';

/** `hosts`: exact, or `*.example.org` for everything below. http only to this machine. */
export function isTrustedAddress(address: unknown, hosts: readonly string[]): boolean {
  if (typeof address !== 'string' || !URL.canParse(address)) return false;
  const { protocol, hostname, username, password } = new URL(address);
  if (username !== '' || password !== '') return false;
  if (protocol !== 'https:' && !(protocol === 'http:' && isLoopback(hostname))) return false;
  return hosts.some((host) => (host.startsWith('*.') ? hostname.endsWith(host.slice(1)) : hostname === host));
}
