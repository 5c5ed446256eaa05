import type { Tensors } from '../onnx/emit.js';

/** Runs one training step's graph again and again on some runtime, carrying its slots along. */
export interface StepTrainer {
  /** For people: program, version, device, threads. */
  readonly description: string;
  /**
   * One step on a batch: `planes` and `target.HEAD` for every head, [rows, …]. Returns `loss`,
   * `loss.HEAD` and `gradientNorm`. One step at a time.
   */
  train(batch: Tensors, learningRate: number): Promise<ReadonlyMap<string, number>>;
  /** A copy of all slots, by name. */
  snapshot(): Promise<Map<string, Float32Array>>;
  close(): Promise<void>;
}
