import type { Board } from '../../engine/board.js';
import { ok, type Result } from '../../engine/result.js';
import { patternsPolicy } from '../../engine/rollouts/patterns.js';
import type { RolloutPolicy } from '../../engine/rollouts/rollout.js';
import { softmaxPolicy } from '../../engine/rollouts/softmax.js';
import { UNIFORM_ROLLOUTS } from '../../engine/rollouts/uniform.js';
import { readWeights, shippedWeights } from './weights-on-disk.js';

/**
 * The rollout policy that a person names: `uniform`, `patterns`, `linear` or `tree` for the weights that
 * are shipped for such a board, or a file of weights. Failures as of `readWeights`.
 */
export function openRolloutPolicy(name: string, board: Board): Result<RolloutPolicy> {
  switch (name) {
    case 'uniform':
      return ok(UNIFORM_ROLLOUTS);
    case 'patterns':
      return ok(patternsPolicy());
    case 'linear':
    case 'tree':
      return openWeights(shippedWeights(name, board));
    default:
      return openWeights(name);
  }
}

function openWeights(file: string): Result<RolloutPolicy> {
  const weights = readWeights(file);
  return weights.ok ? ok(softmaxPolicy(weights.value)) : weights;
}
