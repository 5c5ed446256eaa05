import { WebSocket } from 'ws';
import { unwrap } from '../../engine/result.js';
import { SOCKET_PATH, VERSION } from '../../server/messages/common.js';
import type { FromPage } from '../../server/messages/from-page.js';
import { readFromServer, writeMessage } from '../../server/messages/read.js';
import { ThinkingPool } from '../../server/thinking/pool.js';
import { WebServer } from '../../server/web-server.js';
import type { Suite } from './report.js';

/** How large the load is. */
interface ServerLoad {
  readonly sessions: number;
  /** Moves of the engine that each session asks for. */
  readonly moves: number;
  readonly visits: number;
  readonly side: number;
  readonly threads: number;
  readonly networks: readonly string[];
}

const FULL_LOAD: ServerLoad = {
  ...{ sessions: 200, moves: 5, visits: 32, side: 9, threads: 2, networks: [] },
};

const MIB = 1 << 20;

/**
 * So many sessions at once, each of which asks for one move of the engine after another; by a network's
 * file or, without one, by playouts.
 */
export function serverSuite(sessions = FULL_LOAD.sessions, network?: string): Suite {
  const networks = network === undefined ? [] : [network];
  return (report) => measure(report, { ...FULL_LOAD, sessions, networks });
}

async function measure(report: Parameters<Suite>[0], load: ServerLoad): Promise<void> {
  const { networks, threads, sessions } = load;
  const memory = { taskBytes: 96 * MIB, treeBytes: 512 * MIB };
  const pool = unwrap(
    await ThinkingPool.start({ networks, device: 'cpu', threads, seed: 1, ...memory }),
  );
  const server = await startServer(pool, sessions);
  let most = 0;
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 100);
  const start = performance.now();
  const results = await Promise.all(
    Array.from({ length: sessions }, () => playOne(server.address, load)),
  );
  const seconds = (performance.now() - start) / 1000;
  clearInterval(watch);
  await server.close();
  await pool.close();
  const answers = results.flatMap(({ times }) => times).sort((a, b) => a - b);
  const { networks: files, ...config } = load;
  const told = (name: string, value: number, unit: string): void => {
    report({ name, value, unit, config: { ...config, networks: files.length } });
  };
  told('dropped connections', results.filter(({ dropped }) => dropped).length, 'connections');
  told('missing answers', sessions * load.moves - answers.length, 'moves');
  told('answers', answers.length / seconds, 'moves/s');
  told('answer, 50th percentile', percentile(answers, 0.5), 'ms');
  told('answer, 99th percentile', percentile(answers, 0.99), 'ms');
  told('resident memory, most', most / MIB, 'MiB');
}

function startServer(thinkers: ThinkingPool, sessions: number): Promise<WebServer> {
  return WebServer.start({
    ...{ host: '127.0.0.1', port: 0, allowedOrigins: [], runs: [], pages: '/nowhere', thinkers },
    session: { visits: 20_000, seconds: 600, side: 25, nodes: 10_000, interval: 500 },
    keeping: { sessions, keep: 60_000, keepUntouched: 60_000 },
    connections: sessions,
    rate: { perSecond: 50, burst: 200 },
    onFault: (fault) => {
      throw fault;
    },
  });
}

interface Played {
  /** Milliseconds from each move asked for to the position after it. */
  readonly times: number[];
  readonly dropped: boolean;
}

/** One session: a game of the engine with itself, each move asked for. */
function playOne(address: string, load: ServerLoad): Promise<Played> {
  const socket = new WebSocket(address.replace('http', 'ws') + SOCKET_PATH);
  const times: number[] = [];
  let asked = 0;
  let id = 0;
  const send = (message: FromPage): void => {
    socket.send(writeMessage(message));
  };
  return new Promise((resolve) => {
    let finished = false;
    const finish = (): void => {
      finished = true;
      socket.close();
      resolve({ times, dropped: false });
    };
    socket.on('open', () => {
      send({ type: 'hello', id: id++, version: VERSION, token: null });
      send(newGame(id++, load));
    });
    socket.on('message', (data: Buffer) => {
      const read = readFromServer(data.toString('utf8'));
      if (!read.ok || read.value.type !== 'position') return;
      const { node, moveNumber, stones } = read.value.position;
      if (stones.length !== load.side ** 2) return; // the game before the new one
      if (moveNumber > 0) times.push(performance.now() - asked);
      if (moveNumber >= load.moves) {
        finish();
        return;
      }
      asked = performance.now();
      send({ type: 'engine-move', id: id++, node });
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      if (!finished) resolve({ times, dropped: true });
    });
  });
}

function newGame(id: number, { side, visits }: ServerLoad): FromPage {
  return {
    type: 'new-game',
    id,
    settings: {
      ...{ width: side, height: side, rules: 'chinese', komi: 7, handicap: 0, people: 'both' },
      strength: { kind: 'visits', visits },
      time: { kind: 'none' },
    },
  };
}

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}
