import { ok, type Result } from '../../engine/result.js';
import type { Board } from '../spec/layers.js';
import { findTensorFlow } from '../tfjs/load.js';
import { tensorFlowRuntime } from '../tfjs/runtime.js';
import { DEVICES, type Device, type DeviceChoice, type DeviceFailure } from './device.js';
import { cpuRuntime, webGpuRuntime } from './onnx-runtime.js';
import type { PlayableNetwork } from './playable-network.js';
import type { Runner, Runtime } from './runtime.js';
import { findWebGpu } from './webgpu.js';

export interface RuntimeOptions {
  /** Threads on the CPU, the caller's among them; 1 where it is not given. */
  readonly threads?: number;
}

/** What a runtime is chosen for. */
export interface Workload {
  readonly network: PlayableNetwork;
  readonly board: Board;
  /** Positions that are evaluated together. */
  readonly batch: number;
}

/** A runtime, and what became of every device that was tried in choosing it. */
export interface ChosenRuntime {
  readonly runtime: Runtime;
  readonly trials: readonly Trial[];
}

export type Trial =
  | { readonly device: Device; readonly positionsPerSecond: number }
  | { readonly device: Device; readonly failure: DeviceFailure };

/** The runtime of a device asked for by name; ERR_DEVICE_MISSING says what it lacks. */
export async function openRuntime(
  device: Device,
  { threads = 1 }: RuntimeOptions = {},
): Promise<Result<Runtime, DeviceFailure>> {
  switch (device) {
    case 'cpu':
      return ok(cpuRuntime(threads));
    case 'webgpu': {
      const found = await findWebGpu();
      return found.ok ? ok(webGpuRuntime()) : found;
    }
    case 'tensorflow': {
      const found = await findTensorFlow();
      return found.ok ? ok(tensorFlowRuntime(found.value)) : found;
    }
  }
}

/**
 * The runtime for `--device`. One asked for by name is that device or a failure, never another;
 * `auto` is the fastest of those that are there, as a short trial of the workload shows: small
 * networks can be faster on a CPU than on a graphics card.
 */
export async function chooseRuntime(
  choice: DeviceChoice,
  workload: Workload,
  options: RuntimeOptions = {},
): Promise<Result<ChosenRuntime, DeviceFailure>> {
  if (choice !== 'auto') {
    const runtime = await openRuntime(choice, options);
    return runtime.ok ? ok({ runtime: runtime.value, trials: [] }) : runtime;
  }
  const trials: Trial[] = [];
  let best: { readonly runtime: Runtime; readonly rate: number } | undefined;
  for (const device of DEVICES) {
    const trial = await tryDevice(device, workload, options);
    if (!trial.ok) {
      trials.push({ device, failure: trial.error });
      continue;
    }
    const { runtime, rate } = trial.value;
    trials.push({ device, positionsPerSecond: rate });
    if (best === undefined || rate > best.rate) best = { runtime, rate };
  }
  // The CPU is always there; it fails only where the network itself is at fault, which throws.
  return ok({ runtime: best!.runtime, trials });
}

async function tryDevice(
  device: Device,
  workload: Workload,
  options: RuntimeOptions,
): Promise<Result<{ runtime: Runtime; rate: number }, DeviceFailure>> {
  const runtime = await openRuntime(device, options);
  if (!runtime.ok) return runtime;
  const runner = await runtime.value.load(workload.network, workload.board);
  if (!runner.ok) return runner;
  try {
    return ok({ runtime: runtime.value, rate: await rateOf(runner.value, workload) });
  } finally {
    await runner.value.close();
  }
}

const TRIAL_MS = 250;

/** Positions a second, by the fastest batch of a short trial after one that warms up. */
async function rateOf(runner: Runner, { network, board, batch }: Workload): Promise<number> {
  const length = batch * network.saved.spec.inputPlanes * board.height * board.width;
  const run = runner.bind(new Float32Array(length));
  await run(batch);
  const start = performance.now();
  let fastest = Infinity;
  for (let now = start; now - start < TRIAL_MS;) {
    await run(batch);
    const end = performance.now();
    fastest = Math.min(fastest, end - now);
    now = end;
  }
  return (1000 * batch) / fastest;
}

/** What a trial showed, for people. */
export function describeTrial(trial: Trial): string {
  return 'failure' in trial
    ? `${trial.device}: ${trial.failure.message}`
    : `${trial.device}: ${Math.round(trial.positionsPerSecond)} positions/s`;
}
