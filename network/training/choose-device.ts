import type { Tensors } from '../onnx/emit.js';
import { ancestors, isOp } from '../graph/graph.js';
import { BATCH, elementCount } from '../graph/shape.js';
import { DEVICES, type Device } from '../runtime/device.js';
import { openStepTrainer } from './open-step-trainer.js';
import type { TrainingStep } from './step.js';
import { LEARNING_RATE } from './update.js';

/** Steps of a trial after one that warms up. */
const STEPS = 2;

/** The device on which steps from these slots are fastest, as a trial on batches of `rows` shows. */
export async function fastestTrainingDevice(
  step: TrainingStep,
  slots: Tensors,
  rows: number,
  threads: number,
): Promise<Device> {
  let best: { readonly device: Device; readonly ms: number } | undefined;
  for (const device of DEVICES) {
    const ms = await stepTime(step, slots, device, rows, threads);
    if (ms !== undefined && (best === undefined || ms < best.ms)) best = { device, ms };
  }
  // The CPU is always there.
  return best!.device;
}

/** Milliseconds of the faster step of a trial; undefined where the device is not there. */
async function stepTime(
  step: TrainingStep,
  slots: Tensors,
  device: Device,
  rows: number,
  threads: number,
): Promise<number | undefined> {
  const opened = await openStepTrainer(step, slots, device, threads);
  if (!opened.ok) return undefined;
  const batch = emptyBatch(step, rows);
  let fastest = Infinity;
  try {
    await opened.value.train(batch, 0);
    for (let i = 0; i < STEPS; i++) {
      const start = performance.now();
      await opened.value.train(batch, 0);
      fastest = Math.min(fastest, performance.now() - start);
    }
  } finally {
    await opened.value.close();
  }
  return fastest;
}

/** Zeros for all that a step reads from its batch. */
function emptyBatch(step: TrainingStep, rows: number): Tensors {
  const inputs = ancestors(Object.values(step.outputs)).filter((value) => isOp(value, 'input'));
  const named = inputs.map(({ attributes: { name, shape } }) => {
    const length = elementCount(shape) * (shape.includes(BATCH) ? rows : 1);
    return [name, new Float32Array(length)] as const;
  });
  return new Map(named.filter(([name]) => name !== LEARNING_RATE));
}
