import { Board } from '../../engine/board.js';
import type { Batch, Evaluator } from '../../engine/evaluator.js';
import { rolloutEvaluator } from '../../engine/evaluators/rollout.js';
import { UNIFORM } from '../../engine/evaluators/uniform.js';
import { Game } from '../../engine/game.js';
import { Random } from '../../engine/random.js';
import { RULE_PRESETS } from '../../engine/rules.js';
import { FORCED_PLAYOUTS, forcedPlayouts } from '../../engine/search/forced.js';
import { GUMBEL, gumbelInterior } from '../../engine/search/gumbel.js';
import { puct, PUCT, VARIANCE_SCALING } from '../../engine/search/puct.js';
import { fill } from '../../engine/search/run.js';
import { SCORE_UTILITY } from '../../engine/search/score-utility.js';
import { Search, type Chooser, type SearchOptions } from '../../engine/search/search.js';
import { ROOT } from '../../engine/search/tree.js';
import { uct } from '../../engine/search/uct.js';
import { NetworkEvaluator } from '../../network/evaluator/network-evaluator.js';
import { cpuRuntime } from '../../network/runtime/onnx-runtime.js';
import { playable } from '../../network/runtime/playable-network.js';
import { networkOf } from './inference.js';
import type { Suite } from './report.js';
import { ratesOf } from './stopwatch.js';
import { speedsInTurns } from './turns.js';

const SIZES = [9, 13, 19];
const VISITS = 800;
const LEAVES = 8;
const SEED = 2016;
const NETWORK = { blocks: 6, filters: 64, size: 9 };
/** Positions that the network evaluates at once: leaves of one search, or of as many searches. */
const BATCH = 32;
/** Visits of each of many searches, as in self-play. */
const FEW_VISITS = 64;
const TURNS = { rounds: 5, turnMs: 1000 };

const PLAIN: Chooser = { root: puct(PUCT), interior: puct(PUCT) };
const SCALED = puct({ ...PUCT, varianceScaling: VARIANCE_SCALING });

/** Visits a second: what the search itself costs, with a light playout a visit, and with a network. */
export const searchSuite: Suite = async (report) => {
  for (const size of SIZES) {
    const config = { size, visits: VISITS, threads: 1 };
    const contenders = contendersOf(opening(Board.of(size), SEED));
    const rates = ratesOf(contenders.map(({ work }) => work));
    contenders.forEach(({ name }, i) => {
      report({ name, value: rates[i], unit: 'visits/s', config });
    });
  }
  await reportNetwork(report);
};

interface Contender {
  readonly name: string;
  /** Does some work; how many visits that were. */
  readonly work: () => number;
}

function contendersOf(game: Game): Contender[] {
  const rollouts = rolloutEvaluator(new Random(SEED));
  const every = { root: forcedPlayouts(FORCED_PLAYOUTS, SCALED), interior: SCALED };
  const gumbel = gumbelInterior(GUMBEL);
  const byUct = uct(1);
  return [
    { name: 'PUCT, zero-cost evaluator', work: searching(game, UNIFORM, PLAIN) },
    {
      name: 'the same with KataGo’s options',
      work: searching(game, WITH_SCORES, every, { scoreUtility: SCORE_UTILITY }),
    },
    {
      name: 'Gumbel below the root, zero-cost evaluator',
      work: searching(game, UNIFORM, { root: gumbel, interior: gumbel }),
    },
    {
      name: 'UCT, one light playout',
      work: searching(game, rollouts, { root: byUct, interior: byUct }),
    },
  ];
}

/** Every margin is nought, at no cost. */
const WITH_SCORES: Evaluator = {
  ...UNIFORM,
  batch: (board, capacity) =>
    Object.assign(UNIFORM.batch(board, capacity), { score: new Float32Array(capacity) }),
};

/** Whole searches from the same position, the tree's memory used again. */
function searching(
  game: Game,
  evaluator: Evaluator,
  chooser: Chooser,
  options: SearchOptions = {},
): () => number {
  const search = new Search(game, chooser, 2 * VISITS, options);
  const batch = evaluator.batch(game.board, LEAVES);
  return () => {
    search.begin(game);
    while (search.tree.visits[ROOT] < VISITS) {
      fill(search, batch, LEAVES);
      search.collect(batch); // the evaluators here work as leaves are added
      batch.clear();
    }
    return search.tree.visits[ROOT];
  };
}

/** Visits a second with a network on one thread, and how much of the time the network takes. */
async function reportNetwork(report: Parameters<Suite>[0]): Promise<void> {
  const network = playable(networkOf(NETWORK), 'network', 'tiles');
  const evaluator = new NetworkEvaluator(network, cpuRuntime(1));
  const board = Board.of(NETWORK.size);
  const thinkings = [1, BATCH].map((searches) => {
    const games = Array.from({ length: searches }, (_, i) => opening(board, SEED + i));
    return new Thinking(games, searches === 1 ? VISITS : FEW_VISITS, evaluator);
  });
  const speeds = await speedsInTurns(
    thinkings.map((thinking) => () => thinking.think()),
    TURNS,
  );
  thinkings.forEach(({ searches, visits, share, meanBatch }, i) => {
    const leaves = BATCH / searches.length;
    const config = { ...NETWORK, searches: searches.length, leaves, visits, threads: 1 };
    report({ name: 'PUCT, network', value: speeds[i].rate, unit: 'visits/s', config });
    report({ name: 'time in the network', value: 100 * share, unit: '%', config });
    report({ name: 'positions in a batch', value: meanBatch, unit: 'positions', config });
  });
  await evaluator.close();
}

/** Searches from some games side by side, their leaves in one batch. */
class Thinking {
  readonly searches: readonly Search[];
  private readonly batch: Batch;
  private batches = 0;
  private positions = 0;
  private networkMs = 0;
  private allMs = 0;

  constructor(
    private readonly games: readonly Game[],
    readonly visits: number,
    private readonly evaluator: Evaluator,
  ) {
    this.searches = games.map((game) => new Search(game, PLAIN, 2 * visits));
    this.batch = evaluator.batch(games[0].board, BATCH);
  }

  /** Whole searches from all games; how many visits those were. */
  async think(): Promise<number> {
    const { searches, games, visits } = this;
    const start = performance.now();
    searches.forEach((search, i) => {
      search.begin(games[i]);
    });
    while (searches.some(({ tree }) => tree.visits[ROOT] < visits)) await this.round();
    this.allMs += performance.now() - start;
    return visits * searches.length;
  }

  /** Share of the time that the network took. */
  get share(): number {
    return this.networkMs / this.allMs;
  }

  get meanBatch(): number {
    return this.positions / this.batches;
  }

  private async round(): Promise<void> {
    const { searches, visits, batch } = this;
    for (const search of searches) {
      const left = visits - search.tree.visits[ROOT];
      fill(search, batch, Math.min(left, BATCH / searches.length));
    }
    this.batches++;
    this.positions += batch.size;
    const start = performance.now();
    await this.evaluator.evaluate(batch);
    this.networkMs += performance.now() - start;
    for (const search of searches) search.collect(batch);
    batch.clear();
  }
}

/** A position with some stones on it. */
function opening(board: Board, seed: number): Game {
  const game = new Game(board, RULE_PRESETS['tromp-taylor']);
  const random = new Random(seed);
  while (game.length < board.area / 4) {
    const point = random.below(board.area);
    if (game.isLegal(point)) game.play(point);
  }
  return game;
}
