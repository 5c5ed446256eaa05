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
  /** One network, in every form in which it may be computed; see playableForms. */
  readonly forms: readonly PlayableNetwork[];
  readonly board: Board;
  /** Positions that are evaluated together. */
  readonly batch: number;
}

/** A runtime and a form, and what became of everything that was tried in choosing them. */
export interface Choice {
  readonly runtime: Runtime;
  readonly network: PlayableNetwork;
  readonly trials: readonly Trial[];
}

export type Trial = { readonly device: Device; readonly form?: string } & (
  { readonly positionsPerSecond: number } | { readonly failure: DeviceFailure }
);

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
 * `auto` is the fastest of those that are there. Where there is a choice, of devices or of forms, a
 * short trial of the workload decides: small networks can be faster on a CPU than on a graphics card.
 */
export async function chooseRuntime(
  choice: DeviceChoice,
  workload: Workload,
  options: RuntimeOptions = {},
): Promise<Result<Choice, DeviceFailure>> {
  const trials: Trial[] = [];
  const candidates: Candidate[] = [];
  for (const device of choice === 'auto' ? DEVICES : [choice]) {
    const runtime = await openRuntime(device, options);
    if (runtime.ok) candidates.push(...candidatesOn(runtime.value, workload));
    else if (choice !== 'auto') return runtime;
    else trials.push({ device, failure: runtime.error });
  }
  if (candidates.length === 1) return ok({ ...candidates[0], trials });
  return fastest(candidates, workload, trials);
}

interface Candidate {
  readonly runtime: Runtime;
  readonly network: PlayableNetwork;
}

/** TensorFlow computes a network in one form only. */
function candidatesOn(runtime: Runtime, { forms }: Workload): Candidate[] {
  const computed = runtime.device === 'tensorflow' ? forms.slice(0, 1) : forms;
  return computed.map((network) => ({ runtime, network }));
}

async function fastest(
  candidates: readonly Candidate[],
  workload: Workload,
  trials: Trial[],
): Promise<Result<Choice, DeviceFailure>> {
  let best: (Candidate & { readonly rate: number }) | undefined;
  let refusal: Result<never, DeviceFailure> | undefined;
  for (const candidate of candidates) {
    const { device } = candidate.runtime;
    const { form } = candidate.network;
    const rate = await tryOut(candidate, workload);
    if (!rate.ok) {
      refusal = rate;
      trials.push({ device, form, failure: rate.error });
      continue;
    }
    trials.push({ device, form, positionsPerSecond: rate.value });
    if (best === undefined || rate.value > best.rate) best = { ...candidate, rate: rate.value };
  }
  if (best !== undefined) return ok({ runtime: best.runtime, network: best.network, trials });
  if (refusal !== undefined) return refusal;
  throw new RangeError('there is no form of the network to choose from');
}

/** Positions a second in a short trial. */
async function tryOut(
  { runtime, network }: Candidate,
  workload: Workload,
): Promise<Result<number, DeviceFailure>> {
  const runner = await runtime.load(network, workload.board);
  if (!runner.ok) return runner;
  try {
    return ok(await rateOf(runner.value, network, workload));
  } finally {
    await runner.value.close();
  }
}

const TRIAL_MS = 250;

/** Positions a second, by the fastest batch of a short trial after one that warms up. */
async function rateOf(
  runner: Runner,
  network: PlayableNetwork,
  { board, batch }: Workload,
): Promise<number> {
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
  const what = trial.form === undefined ? trial.device : `${trial.device}, ${trial.form}`;
  return 'failure' in trial
    ? `${what}: ${trial.failure.message}`
    : `${what}: ${Math.round(trial.positionsPerSecond)} positions/s`;
}
