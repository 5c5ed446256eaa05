import { Board } from '../../engine/board.js';
import type { Game } from '../../engine/game.js';
import { PLANE_SETS } from '../../engine/planes/table.js';
import { Random } from '../../engine/random.js';
import { unwrap } from '../../engine/result.js';
import { NetworkEvaluator } from '../../network/evaluator/network-evaluator.js';
import { weightsOf, type SavedNetwork } from '../../network/files/saved-network.js';
import { cpuRuntime } from '../../network/runtime/onnx-runtime.js';
import { playable, type PlayableNetwork } from '../../network/runtime/playable-network.js';
import type { Runtime } from '../../network/runtime/runtime.js';
import { openSession, tensorOf } from '../../network/runtime/session.js';
import { calibrateNetwork, playableInt8 } from '../../network/shrink/int8/quantise.js';
import { parseNetworkSpec } from '../../network/spec/network-spec.js';
import { initialiseWeights } from '../../network/spec/weights.js';
import { randomGames } from '../network/support/positions.js';
import type { Suite } from './report.js';
import { speedsInTurns, type Speed } from './turns.js';

const SHAPES = [
  { blocks: 6, filters: 96, size: 19 },
  { blocks: 6, filters: 64, size: 9 },
] as const satisfies readonly Shape[];
interface Shape {
  readonly blocks: number;
  readonly filters: number;
  readonly size: number;
}

const PLANES = 'alphago-zero';
const BATCHES = [1, 8, 32];
const THREADS = [1, 2];
/** Positions that batches are drawn from. */
const GAMES = 96;
const TURNS = { rounds: 6, turnMs: 100 };

/**
 * Positions a second through the evaluator (planes written under a random symmetry, results read, no
 * cache) and through a bare session that is given the same planes and reads nothing.
 */
export const inferenceSuite: Suite = async (report) => {
  for (const shape of SHAPES) {
    const board = Board.of(shape.size);
    const games = randomGames(board, GAMES, new Random(2017));
    const networks = await formsOf(networkOf(shape), games);
    await reportOverhead(networks[0], games, report);
    for (const threads of THREADS) {
      for (const batch of BATCHES) {
        const measured = await measure(networks, games, batch, threads);
        for (const [i, { form }] of networks.entries()) {
          const [bare, evaluator] = measured[i];
          const config = { ...shape, batch, threads, form };
          const figure = (name: string, value: number, unit: string) => {
            report({ name, value, unit, config });
          };
          figure('bare session', bare.rate, 'positions/s');
          figure('evaluator', evaluator.rate, 'positions/s');
          figure('evaluator / bare session', evaluator.rate / bare.rate, 'times');
          figure('the same by processor time', bare.cpuMs / evaluator.cpuMs, 'times');
          if (i > 0) figure(`${form} / float32`, evaluator.rate / measured[0][1].rate, 'times');
        }
      }
    }
  }
};

/** Processor time of all that the evaluator does itself, with a network that answers at once. */
async function reportOverhead(
  network: PlayableNetwork,
  games: readonly Game[],
  report: Parameters<Suite>[0],
): Promise<void> {
  const batch = BATCHES.at(-1)!;
  const { size } = SHAPES.find(({ size: side }) => side === games[0].board.width)!;
  for (const cacheEntries of [0, 2 * GAMES]) {
    const work = evaluatorOf(network, games, batch, instantRuntime(batch), cacheEntries);
    const [{ cpuMs }] = await speedsInTurns([work.turn], TURNS);
    const config = { size, batch, cache: cacheEntries };
    report({ name: 'evaluator less network', value: 1000 * cpuMs, unit: 'µs/position', config });
  }
}

/** Answers every position alike, at once. */
function instantRuntime(batch: number): Runtime {
  return {
    ...cpuRuntime(),
    load(_, { width, height }) {
      const policy = new Float32Array(batch * (width * height + 1));
      const heads = { policy, value: new Float32Array(batch) };
      const bind = () => () => Promise.resolve(heads);
      return Promise.resolve({ ok: true, value: { bind, close: () => Promise.resolve() } });
    },
  };
}

/** A network of random weights: residual blocks, the planes and heads of AlphaGo Zero. */
export function networkOf({ blocks, filters, size }: Shape): SavedNetwork {
  const spec = unwrap(
    parseNetworkSpec({
      inputPlanes: PLANE_SETS[PLANES].planes,
      stem: { filters },
      trunk: [{ type: 'residual', count: blocks }],
      heads: { policy: { type: 'alphago-zero' }, value: { type: 'alphago-zero' } },
    }),
  );
  const board = { width: size, height: size };
  return {
    spec,
    planes: PLANES,
    valueView: 'side-to-move',
    boards: [board],
    weights: initialiseWeights(weightsOf(spec, board), new Random(1)),
    history: {},
  };
}

/** The network in each of its forms, plain float32 first. */
async function formsOf(saved: SavedNetwork, games: readonly Game[]): Promise<PlayableNetwork[]> {
  const [{ board }] = games;
  const positions = { board, planes: planesOf(games), count: games.length };
  const calibration = await calibrateNetwork(saved, positions);
  return [
    playable(saved, 'network', 'direct'),
    playable(saved, 'network', 'tiles'),
    playableInt8(saved, 'network', calibration),
  ];
}

/** [games, planes, height, width], as they are. */
function planesOf(games: readonly Game[]): Float32Array {
  const [{ board }] = games;
  const set = PLANE_SETS[PLANES];
  const length = set.planes * board.area;
  const writer = set.writer(board);
  const planes = new Float32Array(games.length * length);
  games.forEach((game, i) => {
    writer.write(game, 0, planes, i * length);
  });
  return planes;
}

/** For each network, the bare session's speed and the evaluator's, all measured in turns. */
async function measure(
  networks: readonly PlayableNetwork[],
  games: readonly Game[],
  batch: number,
  threads: number,
): Promise<[bare: Speed, evaluator: Speed][]> {
  const works: Work[] = [];
  for (const network of networks) {
    works.push(await bareSession(network, games, batch, threads));
    works.push(evaluatorOf(network, games, batch, cpuRuntime(threads)));
  }
  const speeds = await speedsInTurns(
    works.map(({ turn }) => turn),
    TURNS,
  );
  for (const { close } of works) await close();
  return networks.map((_, i) => [speeds[2 * i], speeds[2 * i + 1]]);
}

interface Work {
  /** One batch; how many positions were in it. */
  readonly turn: () => Promise<number>;
  readonly close: () => Promise<void>;
}

async function bareSession(
  network: PlayableNetwork,
  games: readonly Game[],
  batch: number,
  threads: number,
): Promise<Work> {
  const [{ board }] = games;
  const session = await openSession(network.makeModel(board), { device: 'cpu', threads });
  const { planes: planeCount } = PLANE_SETS[PLANES];
  const shape = [batch, planeCount, board.height, board.width];
  const length = batch * planeCount * board.area;
  const planes = planesOf(games);
  const feeds = Array.from({ length: games.length / batch }, (_, i) => ({
    planes: tensorOf(planes.subarray(i * length, (i + 1) * length), shape),
  }));
  let next = 0;
  return {
    async turn() {
      await session.run(feeds[next++ % feeds.length]);
      return batch;
    },
    close: () => session.release(),
  };
}

function evaluatorOf(
  network: PlayableNetwork,
  games: readonly Game[],
  batch: number,
  runtime: Runtime,
  cacheEntries = 0,
): Work {
  const symmetry = { kind: 'random', random: new Random(3) } as const;
  const evaluator = new NetworkEvaluator(network, runtime, { symmetry, cacheEntries });
  const positions = evaluator.batch(games[0].board, batch);
  let next = 0;
  return {
    async turn() {
      positions.clear();
      for (let i = 0; i < batch; i++) positions.add(games[next++ % games.length]);
      await evaluator.evaluate(positions);
      return batch;
    },
    close: () => evaluator.close(),
  };
}
