import { ok, type Result } from '../../engine/result.js';
import type { Tensors } from '../onnx/emit.js';
import type { Device, DeviceFailure } from '../runtime/device.js';
import { OnnxTrainer } from '../runtime/onnx-trainer.js';
import { findWebGpu } from '../runtime/webgpu.js';
import { findTensorFlow } from '../tfjs/load.js';
import { TfjsTrainer } from '../tfjs/trainer.js';
import type { StepTrainer } from './step-trainer.js';
import type { TrainingStep } from './step.js';

/** A runner of training steps on a device asked for by name; ERR_DEVICE_MISSING says what it lacks. */
export async function openStepTrainer(
  step: TrainingStep,
  slots: Tensors,
  device: Device,
  threads: number,
): Promise<Result<StepTrainer, DeviceFailure>> {
  switch (device) {
    case 'cpu':
      return ok(await OnnxTrainer.open(step, slots, { device, threads }));
    case 'webgpu': {
      const found = await findWebGpu();
      return found.ok ? ok(await OnnxTrainer.open(step, slots, { device, threads })) : found;
    }
    case 'tensorflow': {
      const found = await findTensorFlow();
      return found.ok ? ok(new TfjsTrainer(found.value, step, slots)) : found;
    }
  }
}
