import * as tf from '@tensorflow/tfjs';
import type { Value } from '../../../network/graph/graph.js';
import { evaluateTfjs } from '../../../network/tfjs/evaluate.js';
import type { Tensor } from '../../../network/tfjs/tf.js';
import type { Dense, DenseMap } from './tensors.js';

// The independent reference: TensorFlow.js in plain JavaScript.

const toTensor = ({ shape, data }: Dense): Tensor => tf.tensor(data, [...shape], 'float32');

const fromTensor = (tensor: Tensor): Dense => ({
  shape: tensor.shape,
  data: tensor.dataSync<'float32'>(),
});

function toTensors(leaves: DenseMap): Map<string, Tensor> {
  return new Map([...leaves].map(([name, dense]) => [name, toTensor(dense)]));
}

function tidy<T>(compute: () => T): T {
  tf.engine().startScope();
  try {
    return compute();
  } finally {
    tf.engine().endScope();
  }
}

/** The outputs of a graph, computed by tfjs. */
export function runTfjs(outputs: readonly Value[], leaves: DenseMap): Dense[] {
  return tidy(() => evaluateTfjs(tf, outputs, toTensors(leaves)).map(fromTensor));
}

/** The gradients of `loss` by the named leaves, by tfjs's own differentiation. */
export function tfjsGradients(loss: Value, names: readonly string[], leaves: DenseMap): Dense[] {
  return tidy(() => {
    const tensors = toTensors(leaves);
    const lossOf = (...targets: Tensor[]) => {
      const replaced = new Map(tensors);
      names.forEach((name, i) => replaced.set(name, targets[i]));
      return evaluateTfjs(tf, [loss], replaced)[0];
    };
    return tf
      .grads(lossOf)(names.map((name) => tensors.get(name)!))
      .map(fromTensor);
  });
}
