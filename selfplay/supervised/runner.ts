import { ok, type Result } from '../../engine/result.js';
import type { Tensors } from '../../network/onnx/emit.js';
import type { DeviceChoice, DeviceFailure } from '../../network/runtime/device.js';
import type { Board } from '../../network/spec/layers.js';
import type { NetworkSpec } from '../../network/spec/network-spec.js';
import { fastestTrainingDevice } from '../../network/training/choose-device.js';
import { openStepTrainer } from '../../network/training/open-step-trainer.js';
import { SynchronousTrainer } from '../../network/training/parallel/synchronous.js';
import type { TrainingSettings } from '../../network/training/settings.js';
import { initialSlots } from '../../network/training/slots.js';
import { buildSplitStep } from '../../network/training/split-step.js';
import type { StepTrainer } from '../../network/training/step-trainer.js';
import { buildTrainingStep } from '../../network/training/step.js';

/** What is trained, on what. */
export interface RunnerPlan {
  readonly spec: NetworkSpec;
  readonly board: Board;
  readonly settings: TrainingSettings;
  readonly device: DeviceChoice;
  /** Threads on the CPU. */
  readonly threads: number;
  /** Positions in a batch. */
  readonly batch: number;
}

/** Where training begins: weights of a new network, or the slots of one that was trained before. */
export type Start = { readonly weights: Tensors } | { readonly slots: Tensors };

/**
 * What makes the steps of a training. Several threads of a CPU share each batch, so that the caller's
 * own thread is free to make the next one. Failures are as of the device.
 */
export async function openRunner(
  plan: RunnerPlan,
  start: Start,
): Promise<Result<StepTrainer, DeviceFailure>> {
  const { spec, board, settings, threads, batch } = plan;
  const step = buildTrainingStep(spec, board, settings);
  const slots = 'slots' in start ? start.slots : initialSlots(step.slots, start.weights);
  const device =
    plan.device === 'auto' ? await fastestTrainingDevice(step, slots, batch, threads) : plan.device;
  const workers = Math.min(threads, batch);
  if (device !== 'cpu' || workers === 1) return openStepTrainer(step, slots, device, threads);
  const split = buildSplitStep(spec, board, settings);
  return ok(await SynchronousTrainer.start(split, slots, workers));
}
