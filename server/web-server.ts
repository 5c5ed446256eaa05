import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { makeApp } from './http/app.js';
import type { Hall } from './http/connection.js';
import { Metrics } from './http/metrics.js';
import type { Rate } from './http/rate.js';
import { Sockets } from './http/sockets.js';
import type { Runs } from './runs/run-desk.js';
import { RunFeed } from './runs/run-feed.js';
import { RunReader } from './runs/run-reader.js';
import type { SessionLimits } from './sessions/services.js';
import { Sessions, type KeepingLimits } from './sessions/sessions.js';
import type { Thinkers } from './thinking/pool.js';

/** How a server is set up. */
export interface WebServerOptions {
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  readonly allowedOrigins: readonly string[];
  /** Folders of runs that may be watched. */
  readonly runs: readonly string[];
  /** The folder of the page. */
  readonly pages: string;
  readonly thinkers: Thinkers;
  readonly session: SessionLimits;
  readonly keeping: KeepingLimits;
  readonly connections: number;
  readonly rate: Rate;
  readonly onFault: (fault: unknown) => void;
}

/** How often sessions are looked through for those that nobody has come back to, in milliseconds. */
const TIDY_EVERY = 30_000;

/** The web board's server: pages, sockets, sessions. What thinks is the caller's to close. */
export class WebServer {
  private constructor(
    private readonly app: FastifyInstance,
    private readonly sockets: Sockets,
    private readonly sessions: Sessions,
    private readonly runs: Runs,
    private readonly timer: NodeJS.Timeout,
  ) {}

  /** Listens. Rejects where the address cannot be had. */
  static async start(options: WebServerOptions): Promise<WebServer> {
    const { host, port, pages, thinkers, connections } = options;
    const metrics = new Metrics();
    const now = (): number => performance.now();
    const onMove = (ms: number): void => {
      metrics.moved(ms);
    };
    const services = { thinkers, limits: options.session, now, onMove };
    const sessions = new Sessions(services, options.keeping);
    const runs = openRuns(options.runs);
    const { session: limits, rate, onFault } = options;
    const hall: Hall = { sessions, runs, limits, rate, metrics, now, onFault };
    const origins = { host, allowed: options.allowedOrigins };
    const gauges = (): Parameters<Metrics['text']>[0] => ({
      sessions: sessions.size,
      connections: sockets.size,
      use: thinkers.use,
      residentBytes: process.memoryUsage.rss(),
    });
    const app = await makeApp({ pages, origins, metrics: () => metrics.text(gauges()) });
    const sockets = new Sockets(app.server, hall, { origins, connections });
    const timer = setInterval(() => {
      sessions.forgetLeft();
    }, TIDY_EVERY);
    timer.unref();
    await app.listen({ host, port });
    return new WebServer(app, sockets, sessions, runs, timer);
  }

  /** Where it listens, like http://127.0.0.1:8361. */
  get address(): string {
    const { address, family, port } = this.app.server.address() as AddressInfo;
    return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
  }

  /** Ends in order: nobody new is let in, pages are told, sessions end. */
  async close(): Promise<void> {
    clearInterval(this.timer);
    this.sockets.close();
    this.sessions.close();
    await this.runs.reader.close();
    await this.app.close();
  }
}

function openRuns(paths: readonly string[]): Runs {
  const reader = new RunReader(paths);
  return { reader, feeds: reader.names.map(({ run }) => new RunFeed(run, reader)) };
}
