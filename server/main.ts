#!/usr/bin/env node
import { fileURLToPath } from 'node:url';
import { readCommandLine, type WebFlags } from './command-line.js';
import { ThinkingPool } from './thinking/pool.js';
import { WebServer } from './web-server.js';

const MIB = 1 << 20;
const MINUTE = 60_000;

/** From where this is compiled to. */
const PAGES = fileURLToPath(new URL('../web/', import.meta.url));

const flags = readCommandLine(process.argv.slice(2));
const thinkers = await startThinking(flags);
const server = await startServer(flags, thinkers);
process.stdout.write(`Tengen's board is at ${server.address} (Ctrl-C ends it)\n`);

let isEnding = false;
const end = (): void => {
  if (isEnding) process.exit(1); // who asks twice does not want to wait
  isEnding = true;
  void server
    .close()
    .then(() => thinkers.close())
    .then(() => process.exit(0));
};
process.on('SIGINT', end);
process.on('SIGTERM', end);

async function startThinking(options: WebFlags): Promise<ThinkingPool> {
  const { network, device, threads, seed, treeMemory, sessionMemory } = options;
  const started = await ThinkingPool.start({
    networks: network,
    ...{ device, threads, seed },
    treeBytes: treeMemory * MIB,
    taskBytes: sessionMemory * MIB,
  });
  if (started.ok) return started.value;
  return giveUp(`${started.error.code}: ${started.error.message}`);
}

async function startServer(options: WebFlags, pool: ThinkingPool): Promise<WebServer> {
  const { host, port, allowOrigin, run, visits, seconds, side, nodes, rate } = options;
  try {
    return await WebServer.start({
      ...{ host, port, pages: PAGES, thinkers: pool, runs: run },
      allowedOrigins: allowOrigin,
      session: { visits, seconds, side, nodes, interval: 500 },
      keeping: {
        sessions: options.sessions,
        keep: options.keep * MINUTE,
        keepUntouched: MINUTE,
      },
      connections: options.connections,
      rate: { perSecond: rate, burst: 4 * rate },
      onFault: (fault) => {
        process.stderr.write(`tengen-web: ${(fault as Error).stack ?? String(fault)}\n`);
      },
    });
  } catch (error) {
    return giveUp(`cannot listen on ${host}:${port}: ${(error as Error).message}`);
  }
}

function giveUp(why: string): never {
  process.stderr.write(`tengen-web: ${why}\n`);
  process.exit(1);
}
