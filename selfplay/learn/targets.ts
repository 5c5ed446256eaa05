import type { Board } from '../../engine/board.js';
import type { TrainingBatch } from '../../network/training/batch.js';
import type { HeadName } from '../../network/spec/heads/table.js';
import type { StoredGame } from './stored-game.js';

export type Targets = TrainingBatch['targets'];

/** Room for what these heads should say of `rows` positions; shapes as in TrainingBatch. */
export function newTargets(board: Board, heads: readonly HeadName[], rows: number): Targets {
  const lengths: Readonly<Record<HeadName, number>> = {
    policy: board.area + 1,
    value: 1,
    ownership: board.area,
    score: 1,
  };
  return Object.fromEntries(heads.map((head) => [head, new Float32Array(rows * lengths[head])]));
}

/** A turn of a game, as it is to be learnt. */
export interface Example {
  readonly game: StoredGame;
  /** Which of the stored turns. */
  readonly turn: number;
  /** Where the symmetry that it is seen under takes each point. */
  readonly map: Int32Array;
}

/**
 * Writes what a network should say of a turn, for the side to move, to row `row`: the search's
 * policy; the game's outcome, with `fromSearch` of the search's value mixed in; the points' owners;
 * the margin.
 */
export function writeTargets(
  { game, turn, map }: Example,
  fromSearch: number,
  targets: Targets,
  row: number,
): void {
  const { policy, value, ownership, score } = targets;
  // Black moves first, and passes are moves.
  const sign = game.plies[turn] % 2 === 0 ? 1 : -1;
  if (policy !== undefined) writePolicy(game, turn, map, policy, row);
  if (value !== undefined) {
    value[row] = (1 - fromSearch) * sign * game.result + fromSearch * game.values[turn];
  }
  if (ownership !== undefined) {
    const { owners } = game;
    const at = row * owners.length;
    for (let p = 0; p < owners.length; p++) ownership[at + map[p]] = sign * owners[p];
  }
  if (score !== undefined) score[row] = -sign * game.margin;
}

function writePolicy(
  { starts, policyMoves, policyShares }: StoredGame,
  turn: number,
  map: Int32Array,
  policy: Float32Array,
  row: number,
): void {
  const at = row * map.length;
  policy.fill(0, at, at + map.length);
  let total = 0;
  for (let i = starts[turn]; i < starts[turn + 1]; i++) total += policyShares[i];
  for (let i = starts[turn]; i < starts[turn + 1]; i++) {
    policy[at + map[policyMoves[i]]] = policyShares[i] / total;
  }
}
