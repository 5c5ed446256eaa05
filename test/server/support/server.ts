import type { TestContext } from 'node:test';
import { unwrap } from '../../../engine/result.js';
import { ThinkingPool, type Thinkers } from '../../../server/thinking/pool.js';
import { WebServer, type WebServerOptions } from '../../../server/web-server.js';

const MIB = 1 << 20;

/** A pool of one thread; with playouts unless networks are given. */
export async function startPool(
  networks: readonly string[] = [],
  threads = 1,
): Promise<ThinkingPool> {
  const memory = { taskBytes: 16 * MIB, treeBytes: 64 * MIB };
  const started = await ThinkingPool.start({
    ...{ networks, device: 'cpu', threads, seed: 1 },
    ...memory,
  });
  return unwrap(started);
}

/** What a test changes of a server's settings. */
export type Changes = Partial<Omit<WebServerOptions, 'thinkers'>>;

/** A server on the loopback address, on any port. */
export function startServer(thinkers: Thinkers, changes: Changes = {}): Promise<WebServer> {
  return WebServer.start({
    ...{ host: '127.0.0.1', port: 0, allowedOrigins: [], runs: [], pages: '/nowhere', thinkers },
    session: { visits: 2000, seconds: 10, side: 25, nodes: 1000, interval: 20 },
    keeping: { sessions: 100, keep: 60_000, keepUntouched: 60_000 },
    connections: 300,
    rate: { perSecond: 1e6, burst: 1e6 },
    onFault: (fault) => {
      throw fault; // a test must not pass over it
    },
    ...changes,
  });
}

/** A server that thinks with playouts, closed when the test ends. */
export async function serverFor(t: TestContext, changes: Changes = {}): Promise<string> {
  const pool = await startPool();
  const server = await startServer(pool, changes);
  t.after(async () => {
    await server.close();
    await pool.close();
  });
  return server.address;
}
