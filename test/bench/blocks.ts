import { Random } from '../../engine/random.js';
import { emitInference } from '../../network/onnx/inference.js';
import { openSession, tensorOf } from '../../network/runtime/session.js';
import { buildNetwork } from '../../network/spec/build.js';
import type { NetworkSpec } from '../../network/spec/network-spec.js';
import { initialiseWeights } from '../../network/spec/weights.js';
import {
  BLOCK_COUNT,
  BOARD,
  costOf,
  ENTRY_TABLES,
  figureName,
  FILTERS,
  YARDSTICK,
} from './block-contenders.js';
import type { Suite } from './report.js';
import { speedsInTurns } from './turns.js';

const BATCH = 32;
const CONFIG = {
  size: BOARD.width,
  filters: FILTERS,
  blocks: BLOCK_COUNT,
  batch: BATCH,
  threads: 1,
};

/**
 * Every block, normalisation and head that a spec can name: positions that ONNX Runtime evaluates in
 * a second of processor time on one thread, and that over the same of residual blocks.
 */
export const blocksSuite: Suite = async (report) => {
  const contenders = ENTRY_TABLES.flatMap(({ kind, entries, specOf }) =>
    Object.keys(entries).map((type) => ({ name: figureName(kind, type), spec: specOf(type) })),
  );
  const works = await Promise.all(contenders.map(({ spec }) => evaluating(spec)));
  const speeds = await speedsInTurns(works, { rounds: 5, turnMs: 250 });
  const rates = speeds.map(({ cpuMs }) => 1000 / cpuMs);
  const yardstick = rates[contenders.findIndex(({ name }) => name === YARDSTICK)];
  for (const [i, { name, spec }] of contenders.entries()) {
    const { weights, multiplyAdds } = costOf(spec);
    const config = { ...CONFIG, weights, 'multiply-adds': multiplyAdds };
    report({ name, value: rates[i], unit: 'positions/s', config });
    report({
      name: `${name} / residual`,
      value: rates[i] / yardstick,
      unit: 'times',
      config: CONFIG,
    });
  }
};

/** Evaluates a batch of random positions with a new network, again and again. */
async function evaluating(spec: NetworkSpec): Promise<() => Promise<number>> {
  const random = new Random(1);
  const { weights } = buildNetwork(spec, { board: BOARD, mode: 'inference' });
  const model = emitInference(spec, BOARD, initialiseWeights(weights, random));
  const session = await openSession(model, { device: 'cpu', threads: 1 });
  const shape = [BATCH, spec.inputPlanes, BOARD.height, BOARD.width];
  const numbers = shape.reduce((product, size) => product * size, 1);
  const planes = tensorOf(
    Float32Array.from({ length: numbers }, () => random.below(2)),
    shape,
  );
  return async () => {
    await session.run({ planes });
    return BATCH;
  };
}
