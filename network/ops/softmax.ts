import { exp, multiply, reduceSum, subtract } from '../graph/expressions.js';
import type { Value } from '../graph/graph.js';
import type { Operations } from './operation.js';

const lastAxisSum = (x: Value): Value => reduceSum(x, [x.shape.length - 1], true);

/** Normalised exponentials over the last axis. */
export const SOFTMAX: Operations<'softmax' | 'logSoftmax'> = {
  softmax: {
    shape: (inputs) => inputs[0],
    gradient(value, g) {
      const output = value as unknown as Value;
      return [multiply(output, subtract(g, lastAxisSum(multiply(g, output))))];
    },
    onnx: (writer, inputs) => writer.node('Softmax', inputs, { axis: -1 }),
    tfjs: (tf, inputs) => tf.softmax(inputs[0]),
  },
  logSoftmax: {
    shape: (inputs) => inputs[0],
    gradient(value, g) {
      const probabilities = exp(value);
      return [subtract(g, multiply(probabilities, lastAxisSum(g)))];
    },
    onnx: (writer, inputs) => writer.node('LogSoftmax', inputs, { axis: -1 }),
    tfjs: (tf, inputs) => tf.logSoftmax(inputs[0]),
  },
};
