import { Board } from '../../../engine/board.js';
import type { Game } from '../../../engine/game.js';
import { Random } from '../../../engine/random.js';
import { unwrap } from '../../../engine/result.js';
import type { SavedNetwork } from '../../../network/files/saved-network.js';
import type { Positions } from '../../../network/shrink/int8/calibrate.js';
import { buildNetwork } from '../../../network/spec/build.js';
import { parseNetworkSpec } from '../../../network/spec/network-spec.js';
import type { TrainingBatch } from '../../../network/training/batch.js';
import { ALPHAGO_ZERO_TRAINING } from '../../../network/training/settings.js';
import type { TrainingPlan } from '../../../network/training/trainer.js';
import { randomBatch } from './networks.js';
import { randomGames } from './positions.js';
import { smallNetwork } from './saved-networks.js';

// What is computed on WebGPU and on the CPU alike, to be compared.

export const BOARD = Board.of(4);
export const GAMES: readonly Game[] = randomGames(BOARD, 3, new Random(1));

const SPEC = unwrap(
  parseNetworkSpec({
    stem: { filters: 4 },
    trunk: [{ type: 'residual' }],
    heads: { policy: { type: 'alphago-zero' }, value: { type: 'alphago-zero', hidden: 4 } },
  }),
);
export const NETWORK: SavedNetwork = smallNetwork({ spec: SPEC, boards: [BOARD] });
export const { weights: WEIGHTS } = NETWORK;

/** Noise in place of positions: it is not about how exact the bytes are. */
export const CALIBRATION: Positions = {
  board: BOARD,
  count: 4,
  planes: Float32Array.from({ length: 4 * SPEC.inputPlanes * BOARD.area }, (_, i) => i % 2),
};

export const PLAN: TrainingPlan = {
  spec: SPEC,
  board: BOARD,
  settings: ALPHAGO_ZERO_TRAINING,
  schedule: [{ from: 0, rate: 0.01 }],
};

/** Three batches, the same at every call. */
export function drawBatches(): TrainingBatch[] {
  const network = buildNetwork(SPEC, { board: BOARD, mode: 'training' });
  const random = new Random(2);
  return Array.from({ length: 3 }, () => {
    const drawn = randomBatch(network, 4, random);
    const targets = {
      policy: drawn.get('target.policy')!.data,
      value: drawn.get('target.value')!.data,
    };
    return { planes: drawn.get('planes')!.data, targets };
  });
}
