import { Game } from '../../engine/game.js';
import type { Batch, Evaluator } from '../../engine/evaluator.js';
import { PLANE_SETS, type PlaneSetName } from '../../engine/planes/table.js';
import type { Rules } from '../../engine/rules.js';
import type { Board } from '../../engine/board.js';
import type { Episode } from './game.js';
import type { LogitPulls } from './gradient-model.js';

/** The game's position before each decision of the learner; the game given is the same each time. */
function* positionsOf(
  { moves, decisions }: Episode,
  board: Board,
  rules: Rules,
): Generator<readonly [row: number, game: Game]> {
  const game = new Game(board, rules);
  for (const [row, { ply }] of decisions.entries()) {
    while (game.length < ply) game.play(moves[game.length]);
    yield [row, game];
  }
}

/**
 * What the learner's decisions in a game pull the logits to: 1ₐ − π at each, for the gradient of
 * Σ log π(a|s).
 */
export function pullsOf(
  episode: Episode,
  board: Board,
  rules: Rules,
  planes: PlaneSetName,
): LogitPulls {
  const { decisions } = episode;
  const rows = decisions.length;
  const set = PLANE_SETS[planes];
  const writer = set.writer(board);
  const length = set.planes * board.area;
  const moves = board.area + 1;
  const input = new Float32Array(rows * length);
  const pulls = new Float32Array(rows * moves);
  for (const [row, game] of positionsOf(episode, board, rules)) {
    writer.write(game, 0, input, row * length);
    const { policy, move } = decisions[row];
    for (let m = 0; m < moves; m++) pulls[row * moves + m] = -policy[m];
    pulls[row * moves + move] += 1;
  }
  return { rows, planes: input, pulls };
}

/** The pulls with those of each position weighed by an advantage. */
export function weighed(pulls: LogitPulls, advantages: Float32Array): LogitPulls {
  const moves = pulls.pulls.length / pulls.rows;
  return { ...pulls, pulls: pulls.pulls.map((x, i) => x * advantages[Math.floor(i / moves)]) };
}

/** z − v(s) for each of the learner's decisions, with v by an evaluator. */
export async function advantagesOver(
  evaluator: Evaluator,
  episode: Episode,
  board: Board,
  rules: Rules,
): Promise<Float32Array> {
  const { decisions, outcome } = episode;
  const advantages = new Float32Array(decisions.length);
  const batch = evaluator.batch(board, VALUES_AT_ONCE);
  const flush = async (end: number): Promise<void> => {
    await evaluator.evaluate(batch);
    takeValues(batch, outcome, advantages, end - batch.size);
    batch.clear();
  };
  for (const [row, game] of positionsOf(episode, board, rules)) {
    batch.add(game);
    if (batch.size === batch.capacity) await flush(row + 1);
  }
  if (batch.size > 0) await flush(decisions.length);
  return advantages;
}

const VALUES_AT_ONCE = 64;

function takeValues(batch: Batch, outcome: number, out: Float32Array, first: number): void {
  for (let row = 0; row < batch.size; row++) out[first + row] = outcome - batch.value[row];
}
