import { createRequire } from 'node:module';
import type * as Ort from 'onnxruntime-node';

const require = createRequire(import.meta.url);

/**
 * ONNX Runtime, loaded when it is first needed. A thread that is ended while native code is being
 * loaded takes the process down with it; so a thread that has nothing to compute must not load any.
 */
function ort(): typeof Ort {
  return (loaded ??= require('onnxruntime-node') as typeof Ort);
}

let loaded: typeof Ort | undefined;

/** How ONNX Runtime is to compute a model. */
export interface SessionOptions {
  readonly device: 'cpu' | 'webgpu';
  /** Threads on the CPU, the caller's among them. */
  readonly threads: number;
  /** Outputs that stay on a WebGPU device, to be fed to a later run. */
  readonly keptOnDevice?: readonly string[];
  /** A prefix for the file that tells where each operator ran; see placement.ts. */
  readonly profile?: string;
}

/** Only errors are logged: what else ONNX Runtime says would disturb a program's own output. */
const ERRORS_ONLY = 3;

/**
 * Loads an ONNX model. On the CPU operators run one after another, each on all threads, which sleep
 * when idle, so that several sessions can share a processor. Throws where the model or the device
 * is at fault.
 */
export function openSession(
  model: Uint8Array,
  options: SessionOptions,
): Promise<Ort.InferenceSession> {
  const { device, threads, keptOnDevice = [], profile } = options;
  return ort().InferenceSession.create(model, {
    executionProviders: [device],
    executionMode: 'sequential',
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    enableCpuMemArena: true,
    logSeverityLevel: ERRORS_ONLY,
    extra: { session: { intra_op: { allow_spinning: '0' } } },
    ...(keptOnDevice.length > 0 && { preferredOutputLocation: locations(keptOnDevice) }),
    ...(profile !== undefined && { enableProfiling: true, profileFilePrefix: profile }),
  });
}

function locations(outputs: readonly string[]): Record<string, 'gpu-buffer'> {
  return Object.fromEntries(outputs.map((name) => [name, 'gpu-buffer' as const]));
}

/** A float32 tensor over an array of the caller's, which is not copied. */
export function tensorOf(data: Float32Array, shape: readonly number[]): Ort.Tensor {
  return new (ort().Tensor)('float32', data, shape);
}

export type Session = Ort.InferenceSession;
export type { Tensor } from 'onnxruntime-node';

/** The version of ONNX Runtime, which this loads. */
export function onnxRuntimeVersion(): string {
  const { versions } = ort().env;
  return versions.node ?? versions.common;
}
