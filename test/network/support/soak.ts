import { Board } from '../../../engine/board.js';
import { Random } from '../../../engine/random.js';
import { unwrap } from '../../../engine/result.js';
import { NetworkEvaluator } from '../../../network/evaluator/network-evaluator.js';
import { buildNetwork } from '../../../network/spec/build.js';
import { parseNetworkSpec } from '../../../network/spec/network-spec.js';
import { cpuRuntime } from '../../../network/runtime/onnx-runtime.js';
import { playable } from '../../../network/runtime/playable-network.js';
import { ALPHAGO_ZERO_TRAINING } from '../../../network/training/settings.js';
import { Trainer } from '../../../network/training/trainer.js';
import { randomBatch } from './networks.js';
import { randomGames } from './positions.js';
import { smallNetwork } from './saved-networks.js';

const BOARD = Board.of(5);
const SPEC = unwrap(
  parseNetworkSpec({
    stem: { filters: 16 },
    trunk: [{ type: 'residual' }],
    heads: { policy: { type: 'alphago-zero' }, value: { type: 'alphago-zero' } },
  }),
);
const NETWORK = smallNetwork({ spec: SPEC, boards: [BOARD] });

/** A loop to be watched: `turn` is one turn of it, `bytes` what it handles in each. */
export interface Soak {
  readonly bytes: number;
  turn(): Promise<unknown>;
  close(): Promise<void>;
}

/** Evaluations of batches of every size up to 8, with random symmetries and a cache that overflows. */
export function evaluations(): Soak {
  const random = new Random(1);
  const options = { symmetry: { kind: 'random', random }, cacheEntries: 64 } as const;
  const evaluator = new NetworkEvaluator(playable(NETWORK, 'test'), cpuRuntime(), options);
  const games = randomGames(BOARD, 200, random);
  const batch = evaluator.batch(BOARD, 8);
  return {
    bytes: Float32Array.BYTES_PER_ELEMENT * 8 * SPEC.inputPlanes * BOARD.area,
    async turn() {
      batch.clear();
      const size = 1 + random.below(8);
      for (let i = 0; i < size; i++) batch.add(games[random.below(games.length)]);
      await evaluator.evaluate(batch);
    },
    close: () => evaluator.close(),
  };
}

/** Training steps on one batch. */
export async function trainingSteps(): Promise<Soak> {
  const settings = { ...ALPHAGO_ZERO_TRAINING, averageDecay: 0.9 };
  const schedule = [{ from: 0, rate: 1e-3 }];
  const plan = { spec: SPEC, board: BOARD, settings, schedule };
  const trainer = unwrap(await Trainer.start(plan, NETWORK.weights, { device: 'cpu' }));
  const drawn = randomBatch(
    buildNetwork(SPEC, { board: BOARD, mode: 'training' }),
    8,
    new Random(2),
  );
  const targets = {
    policy: drawn.get('target.policy')!.data,
    value: drawn.get('target.value')!.data,
  };
  const batch = { planes: drawn.get('planes')!.data, targets };
  const { slots } = await trainer.progress();
  return {
    bytes: [...slots.values()].reduce((sum, { byteLength }) => sum + byteLength, 0),
    turn: () => trainer.train(batch),
    close: () => trainer.close(),
  };
}

/** Bytes by which the process's resident memory grows over `turns`, after as many to warm up as given. */
export async function growthOver(soak: Soak, warmUp: number, turns: number): Promise<number> {
  for (let i = 0; i < warmUp; i++) await soak.turn();
  const before = process.memoryUsage.rss();
  for (let i = 0; i < turns; i++) await soak.turn();
  const growth = process.memoryUsage.rss() - before;
  await soak.close();
  return growth;
}
