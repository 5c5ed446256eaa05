import { Random } from '../../engine/random.js';
import { unwrap } from '../../engine/result.js';
import type { Tensors } from '../../network/onnx/emit.js';
import { OnnxTrainer } from '../../network/runtime/onnx-trainer.js';
import { parseNetworkSpec } from '../../network/spec/network-spec.js';
import { initialiseWeights } from '../../network/spec/weights.js';
import { AsynchronousTrainer } from '../../network/training/parallel/asynchronous.js';
import { SynchronousTrainer } from '../../network/training/parallel/synchronous.js';
import { ALPHAGO_ZERO_TRAINING } from '../../network/training/settings.js';
import { initialSlots } from '../../network/training/slots.js';
import { buildSplitStep } from '../../network/training/split-step.js';
import { buildTrainingStep } from '../../network/training/step.js';
import type { Suite } from './report.js';
import { speedsInTurns } from './turns.js';

const BOARD = { height: 9, width: 9 };
const AREA = BOARD.height * BOARD.width;
const PLANES = 17;
const BATCH = 64;
const WORKERS = 2;
const RATE = 1e-3;

const SPEC = {
  inputPlanes: PLANES,
  stem: { filters: 64 },
  trunk: [{ type: 'residual', count: 6 }],
  heads: { policy: { type: 'alphago-zero' }, value: { type: 'alphago-zero' } },
};

/** Samples/s of a training step on several threads, beside one session on one thread and on two. */
export const parallelSuite: Suite = async (report) => {
  const spec = unwrap(parseNetworkSpec(SPEC));
  const whole = buildTrainingStep(spec, BOARD, ALPHAGO_ZERO_TRAINING);
  const split = buildSplitStep(spec, BOARD, ALPHAGO_ZERO_TRAINING);
  const weights = initialiseWeights(whole.network.weights, new Random(1));
  const slots = initialSlots(whole.slots, weights);
  const trainers = [
    await OnnxTrainer.open(whole, slots, { device: 'cpu', threads: 1 }),
    await OnnxTrainer.open(whole, slots, { device: 'cpu', threads: 2 }),
    await SynchronousTrainer.start(split, slots, WORKERS),
    await AsynchronousTrainer.start(split, slots, WORKERS),
  ];
  const names = ['one session', 'one session', 'in step', 'parameter server'];
  const threads = [1, 2, WORKERS, WORKERS];
  const batch = randomBatch(new Random(2));
  const speeds = await speedsInTurns(
    trainers.map((trainer) => async () => {
      const together = trainer instanceof AsynchronousTrainer ? WORKERS : 1;
      await Promise.all(Array.from({ length: together }, () => trainer.train(batch, RATE)));
      return together * BATCH;
    }),
    { rounds: 12, turnMs: 400 },
  );
  for (const [i, name] of names.entries()) {
    const config = { blocks: 6, filters: 64, size: BOARD.width, batch: BATCH, threads: threads[i] };
    const { rate, cpuMs } = speeds[i];
    report({ name: `train, ${name}`, value: rate, unit: 'samples/s', config });
    report({ name: `processor time, ${name}`, value: cpuMs, unit: 'ms/sample', config });
  }
  for (const trainer of trainers) await trainer.close();
};

/** Random positions, each with one move and an outcome. */
function randomBatch(random: Random): Tensors {
  const policy = new Float32Array(BATCH * (AREA + 1));
  for (let row = 0; row < BATCH; row++) policy[row * (AREA + 1) + random.below(AREA)] = 1;
  return new Map([
    ['planes', Float32Array.from({ length: BATCH * PLANES * AREA }, () => random.below(2))],
    ['target.policy', policy],
    ['target.value', Float32Array.from({ length: BATCH }, () => 2 * random.below(2) - 1)],
  ]);
}
