import { isIP } from 'node:net';

/** Which pages may use a server. */
export interface Origins {
  /** The host that the server was told to listen on. */
  readonly host: string;
  /** Origins of other pages that may, like https://go.example.org. */
  readonly allowed: readonly string[];
}

/**
 * Whether a page of that origin may open a WebSocket: the server's own pages, and those allowed. What
 * sends no origin is no page. A host by name is believed only if it is the server's own, `localhost`
 * or an allowed one: otherwise any name could be made to point here (DNS rebinding).
 */
export function mayConnect(
  { origin, host }: { readonly origin?: string | undefined; readonly host?: string | undefined },
  origins: Origins,
): boolean {
  if (!isKnownHost(host, origins)) return false;
  if (origin === undefined) return true;
  if (origins.allowed.includes(origin)) return true;
  const url = parseUrl(origin);
  return url !== undefined && url.host === host?.toLowerCase();
}

/** Whether a request names a host that this server is. */
export function isKnownHost(host: string | undefined, { host: own, allowed }: Origins): boolean {
  const name = parseUrl(`http://${host ?? ''}`)?.hostname;
  if (name === undefined) return false;
  if (name === 'localhost' || name === own.toLowerCase()) return true;
  if (isIP(name.replace(/^\[(.*)\]$/, '$1')) !== 0) return true;
  return allowed.some((origin) => parseUrl(origin)?.hostname === name);
}

function parseUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}
