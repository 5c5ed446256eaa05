import type { Tensors } from '../../onnx/emit.js';
import { emitOnnx } from '../../onnx/emit.js';
import { ancestors, isOp } from '../../graph/graph.js';
import { staticShape, type Shape } from '../../graph/shape.js';
import { lossOutputs } from '../gradients.js';
import type { SplitStep } from '../split-step.js';
import { shareTensors, type SharedTensors, type TensorShape } from './shared-tensors.js';
import { shareWeights, type SharedWeights } from './shared-weights.js';

/** All that the threads of one training are started with; it can be cloned between threads. */
export interface Plan {
  /** ONNX models of the two graphs of a SplitStep. */
  readonly gradientModel: Uint8Array;
  readonly updateModel: Uint8Array;
  /** The part of a batch that the first graph takes: `planes`, `target.HEAD`, [rows, …]. */
  readonly inputs: readonly { readonly name: string; readonly shape: Shape }[];
  /** The weights that the first graph reads. */
  readonly weights: SharedWeights;
  /** What the first graph gives: one block for each computation that can go on at once. */
  readonly results: readonly SharedTensors[];
  /** Of the results, those that are numbers about the batch: `loss`, `loss.HEAD`. */
  readonly losses: readonly string[];
  /** The state of training before its first step. */
  readonly slots: readonly (TensorShape & { readonly data: Float32Array })[];
}

/** A plan for `workers` computations of gradients at once, starting from all slots of the step. */
export function makePlan(step: SplitStep, slots: Tensors, workers: number): Plan {
  const outputs = Object.entries(step.gradientOutputs);
  const leaves = ancestors(outputs.map(([, value]) => value));
  const layout = outputs.map(([name, { shape }]) => ({ name, shape: staticShape(shape) }));
  const weights = leaves.filter((leaf) => isOp(leaf, 'weight'));
  return {
    gradientModel: emitOnnx(step.gradientOutputs),
    updateModel: emitOnnx(step.updateOutputs),
    inputs: leaves.filter((leaf) => isOp(leaf, 'input')).map(({ attributes }) => attributes),
    weights: shareWeights(
      weights.map(({ attributes: { name, shape } }) => ({ name, shape: staticShape(shape) })),
    ),
    results: Array.from({ length: workers }, () => shareTensors(layout)),
    losses: Object.keys(lossOutputs(step.loss)),
    slots: step.slots.map(({ name, shape }) => ({ name, shape, data: dataOf(name, slots) })),
  };
}

function dataOf(name: string, slots: Tensors): Float32Array {
  const data = slots.get(name);
  if (data === undefined) throw new Error(`the training state has no ${name}`);
  return data;
}
