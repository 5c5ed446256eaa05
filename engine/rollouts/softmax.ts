import { LinearRollout } from './linear.js';
import type { RolloutPolicy, SoftmaxRollout } from './rollout.js';
import { RolloutTables } from './tables.js';
import { TreeRollout } from './tree.js';
import type { RolloutWeights } from './weights.js';
import type { Board } from '../board.js';

/** A policy learnt from games, ready to play: linear or tree. */
export interface SoftmaxPolicy extends RolloutPolicy {
  on(board: Board): SoftmaxRollout;
}

/** The policy of weights that were learnt. */
export function softmaxPolicy(weights: RolloutWeights): SoftmaxPolicy {
  const tables = new RolloutTables(weights);
  const { kind } = weights;
  return {
    name: kind,
    tellsPriors: true,
    on: (board) =>
      kind === 'tree' ? new TreeRollout(board, tables) : new LinearRollout(board, tables),
  };
}
