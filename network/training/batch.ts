import type { Tensors } from '../onnx/emit.js';
import type { HeadName } from '../spec/heads/table.js';
import { SOFT_POLICY, targetName } from './loss.js';

/** Positions to learn from, and what the network should say of them, for the side to move. */
export interface TrainingBatch {
  /** [rows, planes, height, width]. */
  readonly planes: Float32Array;
  /**
   * For each head of the network: policy [rows, area + 1], probabilities, pass last; value [rows],
   * in [−1, 1]; ownership [rows, area], in [−1, 1]; score [rows], in points.
   */
  readonly targets: Readonly<Partial<Record<HeadName, Float32Array>>>;
  /** A teacher's policy, [rows, area + 1], where the settings ask for distillation. */
  readonly softPolicy?: Float32Array;
}

/** A batch by the names that the inputs of a training step have. */
export function batchTensors({ planes, targets, softPolicy }: TrainingBatch): Tensors {
  const tensors = new Map([['planes', planes]]);
  for (const [head, data] of Object.entries(targets)) {
    tensors.set(targetName(head as HeadName), data);
  }
  if (softPolicy !== undefined) tensors.set(SOFT_POLICY, softPolicy);
  return tensors;
}
