import { ok, type Result } from '../../engine/result.js';
import type { Board } from '../../engine/board.js';
import type { Device, DeviceChoice, DeviceFailure } from '../../network/runtime/device.js';
import { RuntimeThread } from '../../network/runtime/shared/thread.js';
import { openEvaluatorAt, usualForm, type Form } from './open-evaluator.js';

/**
 * Where the networks of a run are computed. On the CPU each thread that plays does it for itself, in
 * the form given; another device has a thread of its own, which serves all of them.
 */
export interface Evaluation {
  readonly device: Device;
  readonly form: Form;
  readonly thread?: RuntimeThread;
}

/** What a device is chosen for. */
export interface EvaluationPlan {
  readonly choice: DeviceChoice;
  /** The network of that file is tried. */
  readonly file: string;
  readonly board: Board;
  /** Positions that one thread evaluates together, and how many threads there are. */
  readonly capacity: number;
  readonly threads: number;
}

/** Chooses the device, by a short trial where that is left open. Failures are of devices and files. */
export async function planEvaluation(plan: EvaluationPlan): Promise<Result<Evaluation>> {
  const { choice, capacity, threads } = plan;
  const device = choice === 'auto' ? await fastest(plan) : ok(choice);
  if (!device.ok) return device;
  if (device.value === 'cpu') return ok({ device: 'cpu', form: usualForm('cpu', capacity) });
  const thread = await startThread(device.value, capacity * threads);
  return thread.ok ? ok({ device: device.value, form: 'direct', thread: thread.value }) : thread;
}

function startThread(
  device: Device,
  maxBatch: number,
): Promise<Result<RuntimeThread, DeviceFailure>> {
  return RuntimeThread.start({ device, maxBatch });
}

/** The device that evaluates most, the CPU with all its threads. */
async function fastest({
  file,
  board,
  capacity,
  threads,
}: EvaluationPlan): Promise<Result<Device>> {
  const options = { board, capacity, device: 'auto', form: 'auto' } as const;
  const tried = await openEvaluatorAt(file, options);
  if (!tried.ok) return tried;
  const { trials } = tried.value;
  await tried.value.close();
  let best: { device: Device; rate: number } = { device: 'cpu', rate: 0 };
  for (const trial of trials) {
    if ('failure' in trial) continue;
    const rate = trial.positionsPerSecond * (trial.device === 'cpu' ? threads : 1);
    if (rate > best.rate) best = { device: trial.device, rate };
  }
  return ok(best.device);
}
