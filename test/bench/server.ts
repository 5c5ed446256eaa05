import { availableParallelism } from 'node:os';
import { WebSocket } from 'ws';
import { Board } from '../../engine/board.js';
import { Random } from '../../engine/random.js';
import { unwrap } from '../../engine/result.js';
import { findNetwork } from '../../network/files/shipped.js';
import { SOCKET_PATH, VERSION } from '../../server/messages/common.js';
import type { FromPage } from '../../server/messages/from-page.js';
import type { PositionInfo } from '../../server/messages/game.js';
import { readFromServer, writeMessage } from '../../server/messages/read.js';
import { ThinkingPool } from '../../server/thinking/pool.js';
import { WebServer } from '../../server/web-server.js';
import type { Suite } from './report.js';

/** How large the load is. */
interface ServerLoad {
  readonly sessions: number;
  /** Random moves with which each session begins, so that no two ask about the same positions. */
  readonly opening: number;
  /** Moves of the engine that each session asks for, one after another. */
  readonly moves: number;
  readonly visits: number;
  readonly side: number;
  readonly threads: number;
}

const LOAD: Omit<ServerLoad, 'sessions' | 'threads'> = {
  ...{ opening: 4, moves: 10, visits: 32, side: 9 },
};

const MIB = 1 << 20;

/** The figures of a load, as they are reported. */
type Tell = (name: string, value: number, unit: string) => void;

/**
 * So many sessions at once, each of which asks for one move of the engine after another, by the shipped
 * network or by that of a file. Server and sessions share one process, so that the memory is of both.
 */
export function serverSuite(sessions: number, network?: string): Suite {
  const threads = Math.min(2, availableParallelism());
  const load: ServerLoad = { ...LOAD, sessions, threads };
  return async (report) => {
    await measure(load, network, (name, value, unit) => {
      report({ name, value, unit, config: { ...load } });
    });
  };
}

async function measure(load: ServerLoad, network: string | undefined, tell: Tell): Promise<void> {
  const { threads, sessions } = load;
  const networks = [network ?? findNetwork(Board.of(load.side))!];
  const memory = { taskBytes: 96 * MIB, treeBytes: 512 * MIB };
  const settings = { networks, device: 'cpu', threads, seed: 1, ...memory } as const;
  const pool = unwrap(await ThinkingPool.start(settings));
  const server = await startServer(pool, sessions);
  await pool.describe(load.side, load.side);
  let most = 0;
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 100);
  const start = performance.now();
  const results = await Promise.all(
    Array.from({ length: sessions }, (_, seed) => playOne(server.address, load, new Random(seed))),
  );
  const seconds = (performance.now() - start) / 1000;
  clearInterval(watch);
  tellAnswers(results, load, seconds, tell);
  await new Promise((resolve) => setTimeout(resolve, 1100)); // until the threads have told their use
  const { batches, positions } = pool.use;
  tell('positions a batch', positions / batches, 'positions');
  tell('resident memory, most', most / MIB, 'MiB');
  await server.close();
  await pool.close();
}

function tellAnswers(
  results: readonly Played[],
  load: ServerLoad,
  seconds: number,
  tell: Tell,
): void {
  const answers = results.flatMap(({ times }) => times).sort((a, b) => a - b);
  const means = results.map(({ times }) => times.reduce((a, b) => a + b, 0) / times.length);
  means.sort((a, b) => a - b);
  tell('dropped connections', results.filter(({ dropped }) => dropped).length, 'connections');
  tell('missing answers', load.sessions * load.moves - answers.length, 'moves');
  tell('answers', answers.length / seconds, 'moves/s');
  tell('answer, 50th percentile', percentile(answers, 0.5), 'ms');
  tell('answer, 99th percentile', percentile(answers, 0.99), 'ms');
  // How fair it is: 1 where all sessions wait equally long.
  tell('slowest session by the median one', means.at(-1)! / percentile(means, 0.5), 'times');
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

/** One session: random moves, then the engine's with itself, each asked for. */
function playOne(address: string, load: ServerLoad, random: Random): Promise<Played> {
  const socket = new WebSocket(address.replace('http', 'ws') + SOCKET_PATH);
  const times: number[] = [];
  let id = 0;
  let asked = 0;
  const send = (message: FromPage): void => {
    socket.send(writeMessage(message));
  };
  const goOn = ({ node, moveNumber, legal }: PositionInfo): void => {
    if (moveNumber > load.opening) times.push(performance.now() - asked);
    if (times.length === load.moves) {
      socket.close();
    } else if (moveNumber < load.opening) {
      send({ type: 'play', id: id++, node, move: legal[random.below(legal.length)] });
    } else {
      asked = performance.now();
      send({ type: 'engine-move', id: id++, node });
    }
  };
  return new Promise((resolve) => {
    socket.on('open', () => {
      send({ type: 'hello', id: id++, version: VERSION, token: null });
      send(newGame(id++, load));
    });
    let isNew = false;
    socket.on('message', (data: Buffer) => {
      const read = readFromServer(data.toString('utf8'));
      if (!read.ok) return;
      // The session begins with a game of its own: what comes before the new one does not count.
      if (read.value.type === 'game') isNew = read.value.info.people === 'both';
      if (read.value.type === 'position' && isNew) goOn(read.value.position);
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      resolve({ times, dropped: times.length < load.moves });
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
