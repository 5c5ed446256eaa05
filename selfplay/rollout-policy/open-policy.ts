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
  const file = weightsFile(name, board);
  if (file !== undefined) return openWeights(file);
  return ok(name === 'uniform' ? UNIFORM_ROLLOUTS : patternsPolicy());
}

/** The file of weights behind such a name; undefined for a policy that has none. */
export function weightsFile(name: string, board: Board): string | undefined {
  switch (name) {
    case 'uniform':
    case 'patterns':
      return undefined;
    case 'linear':
    case 'tree':
      return shippedWeights(name, board);
    default:
      return name;
  }
}

function openWeights(file: string): Result<RolloutPolicy> {
  const weights = readWeights(file);
  return weights.ok ? ok(softmaxPolicy(weights.value)) : weights;
}
