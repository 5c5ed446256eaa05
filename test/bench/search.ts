import { Board } from '../../engine/board.js';
import type { Batch, Evaluator } from '../../engine/evaluator.js';
import { rolloutEvaluator } from '../../engine/evaluators/rollout.js';
import { UNIFORM } from '../../engine/evaluators/uniform.js';
import { Game } from '../../engine/game.js';
import { Random } from '../../engine/random.js';
import { RULE_PRESETS } from '../../engine/rules.js';
import { puct, PUCT } from '../../engine/search/puct.js';
import { fill } from '../../engine/search/run.js';
import { Search, type Chooser } from '../../engine/search/search.js';
import { uct } from '../../engine/search/uct.js';
import type { Suite } from './report.js';
import { ratesOf } from './stopwatch.js';

const SIZES = [9, 13, 19];
const VISITS = 800;
const LEAVES = 8;
const SEED = 2016;

/** Visits a second: what the search itself costs, and with one light playout a visit. */
export const searchSuite: Suite = (report) => {
  for (const size of SIZES) {
    const game = opening(Board.of(size));
    const rollouts = rolloutEvaluator(new Random(SEED));
    const [bare, played] = ratesOf([
      searching(game, UNIFORM, { root: puct(PUCT), interior: puct(PUCT) }),
      searching(game, rollouts, { root: uct(1), interior: uct(1) }),
    ]);
    const config = { size, visits: VISITS, threads: 1 };
    report({ name: 'PUCT, zero-cost evaluator', value: bare, unit: 'visits/s', config });
    report({ name: 'UCT, one light playout', value: played, unit: 'visits/s', config });
  }
};

/** Whole searches from the same position, the tree's memory used again. */
function searching(game: Game, evaluator: Evaluator, chooser: Chooser): () => number {
  const search = new Search(game, chooser, 2 * VISITS);
  const batch = evaluator.batch(game.board, LEAVES);
  return () => {
    search.begin(game);
    let visits = 0;
    while (visits < VISITS) visits += round(search, batch);
    return visits;
  };
}

/** One batch of leaves; how many visits that were. The evaluators here work as leaves are added. */
function round(search: Search, batch: Batch): number {
  const before = search.tree.visits[0];
  fill(search, batch, LEAVES);
  search.collect(batch);
  batch.clear();
  return search.tree.visits[0] - before;
}

/** A position with some stones on it. */
function opening(board: Board): Game {
  const game = new Game(board, RULE_PRESETS['tromp-taylor']);
  const random = new Random(SEED);
  while (game.length < board.area / 4) {
    const point = random.below(board.area);
    if (game.isLegal(point)) game.play(point);
  }
  return game;
}
