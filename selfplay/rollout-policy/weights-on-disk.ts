import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Board } from '../../engine/board.js';
import { fail, type Result } from '../../engine/result.js';
import type { RolloutKind, RolloutWeights } from '../../engine/rollouts/weights.js';
import { parseWeightsFile } from '../../engine/rollouts/weights-file.js';
import { isSystemError } from '../disk/failure.js';

/** From where this is compiled to, dist/selfplay/rollout-policy. */
const SHIPPED = '../../../network/shipped/';

/** Reads a file of weights. `ERR_ROLLOUT_MISSING` where it cannot be read, else as `parseWeightsFile`. */
export function readWeights(file: string): Result<RolloutWeights> {
  try {
    return parseWeightsFile(readFileSync(file), file);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return fail('ERR_ROLLOUT_MISSING', `${file} cannot be read: ${error.message}`);
  }
}

/** The file of the shipped weights that are best for a board: those learnt on 9×9, or 19×19. */
export function shippedWeights(kind: RolloutKind, { width, height }: Board): string {
  const side = Math.min(width, height);
  const size = kind === 'linear' && side < 13 ? '9x9' : '19x19';
  return fileURLToPath(new URL(`${SHIPPED}rollout-${kind}-${size}.bin`, import.meta.url));
}
