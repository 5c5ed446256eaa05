import {
  add,
  batchSize,
  divide,
  multiply,
  perChannel,
  reduceSum,
  sqrt,
  subtract,
  CHANNEL_AXES,
} from '../graph/expressions.js';
import type { Value } from '../graph/graph.js';
import { formatShape, requireShape, sameShape, staticDim, type Shape } from '../graph/shape.js';
import { DATA_TYPE } from '../onnx/model.js';
import type { OnnxWriter } from '../onnx/writer.js';
import type { Tensor, Tf } from '../tfjs/tf.js';
import type { Operations } from './operation.js';

type BatchNorm =
  'channelVariance' | 'batchNormTrain' | 'batchNormInputGradient' | 'batchNormInference';

/**
 * Checks planes, whose channels are axis 1 of three or more, against vectors [channels]: planes
 * are [batch, channels, height, width], or lie board first.
 */
function planesAndVectors(inputs: readonly Shape[], planes: number): Shape {
  const first = inputs[0];
  requireShape(first.length >= 3, `expected planes, got ${formatShape(first)}`);
  inputs.forEach((shape, i) => {
    const expected = i < planes ? first : [staticDim(first, 1)];
    requireShape(sameShape(shape, expected), `operand ${i} is ${formatShape(shape)}`);
  });
  return first;
}

/** All axes but that of the channels. */
function axesAround(rank: number): number[] {
  return Array.from({ length: rank }, (_, axis) => axis).filter((axis) => axis !== 1);
}

/** The shape in which a vector meets planes of this many axes. */
function vectorShape(rank: number): number[] {
  return [-1, ...Array<number>(rank - 2).fill(1)];
}

/**
 * γ (x − mean) / √(variance + ε) + β in one pass. On a CPU that also is the fastest way to scale or
 * shift each channel.
 */
function onnxNormalise(writer: OnnxWriter, inputs: readonly string[], epsilon: number): string {
  const [x, mean, variance, gamma, beta] = inputs;
  const attributes = { epsilon: { float: epsilon } };
  return writer.node('BatchNormalization', [x, gamma, beta, mean, variance], attributes);
}

function tfPerChannel(tf: Tf, vector: Tensor, rank: number): Tensor {
  return tf.reshape(vector, vectorShape(rank));
}

function tfNormalise(tf: Tf, inputs: readonly Tensor[], epsilon: number): Tensor {
  const [mean, variance, gamma, beta] = inputs
    .slice(1)
    .map((v) => tfPerChannel(tf, v, inputs[0].rank));
  const normal = tf.div(tf.sub(inputs[0], mean), tf.sqrt(tf.add(variance, epsilon)));
  return tf.add(tf.mul(normal, gamma), beta);
}

/** The number of elements that the statistics of one channel are taken over, a scalar. */
function countPerChannel(x: Value): Value {
  return multiply(batchSize(x), staticDim(x.shape, 2) * staticDim(x.shape, 3));
}

/** Batch normalisation (Ioffe and Szegedy 2015) over batch and board, for each channel. */
export const BATCH_NORM: Operations<BatchNorm> = {
  // Operands: planes, and their own mean.
  channelVariance: {
    shape: (inputs) => [staticDim(planesAndVectors(inputs, 1), 1)],
    // Through the mean nothing passes: deviations from it sum to zero.
    gradient(value, g) {
      const [x, mean] = [value.inputs[0], value.inputs[1]];
      const scale = divide(multiply(g, 2), countPerChannel(x));
      return [multiply(subtract(x, perChannel(mean)), perChannel(scale)), null];
    },
    onnx(writer, inputs, value) {
      const rank = value.inputs[0].shape.length;
      const channels = staticDim(value.inputs[0].shape, 1);
      const [zeros, ones] = [0, 1].map((filling) => writer.vector(filling, channels));
      const deviation = onnxNormalise(writer, [inputs[0], inputs[1], ones, ones, zeros], 0);
      const squares = writer.node('Mul', [deviation, deviation]);
      return writer.node('ReduceMean', [squares, writer.ints(axesAround(rank))], { keepdims: 0 });
    },
    tfjs(tf, inputs) {
      const { rank } = inputs[0];
      const deviation = tf.sub(inputs[0], tfPerChannel(tf, inputs[1], rank));
      return tf.mean(tf.square(deviation), axesAround(rank));
    },
  },

  // Operands: planes, their own mean and variance, γ, β.
  batchNormTrain: {
    shape: (inputs) => planesAndVectors(inputs, 1),
    // The gradient by the planes takes in the paths through mean and variance.
    gradient(value, g) {
      const [x, mean, variance, gamma] = value.inputs as [Value, Value, Value, Value];
      const { epsilon } = value.attributes;
      const deviation = sqrt(add(variance, epsilon));
      const betaGradient = reduceSum(g, CHANNEL_AXES);
      const products = reduceSum(multiply(g, x), CHANNEL_AXES);
      const gammaGradient = divide(subtract(products, multiply(mean, betaGradient)), deviation);
      const operands = [g, x, mean, variance, gamma, gammaGradient, betaGradient];
      const dx = value.graph.apply('batchNormInputGradient', operands, { epsilon });
      return [dx, null, null, gammaGradient, betaGradient];
    },
    onnx: (writer, inputs, value) => onnxNormalise(writer, inputs, value.attributes.epsilon),
    tfjs: (tf, inputs, value) => tfNormalise(tf, inputs, value.attributes.epsilon),
  },

  // Operands: the gradient by the result, planes, mean, variance, γ, and the gradients by γ and β.
  batchNormInputGradient: {
    shape: (inputs) => planesAndVectors(inputs, 2),
    // With x̂ the normalised planes and M the count of a channel, dx = γ/σ · (g − dβ/M − x̂·dγ/M):
    // a factor for g, and what is itself a normalisation of x, by other γ and β.
    onnx(writer, inputs, value) {
      const [g, x, mean, variance, gamma, gammaGradient, betaGradient] = inputs;
      const { epsilon } = value.attributes;
      const deviation = writer.node('Sqrt', [
        writer.node('Add', [variance, writer.scalar(epsilon)]),
      ]);
      const scale = writer.node('Div', [gamma, deviation]);
      const share = writer.node('Div', [writer.node('Neg', [scale]), onnxCount(writer, x, value)]);
      const [slope, level] = [gammaGradient, betaGradient].map((v) =>
        writer.node('Mul', [share, v]),
      );
      const zeros = writer.vector(0, staticDim(value.shape, 1));
      const fromGradient = onnxNormalise(writer, [g, zeros, variance, gamma, level], epsilon);
      const fromPlanes = onnxNormalise(writer, [x, mean, variance, slope, zeros], epsilon);
      return writer.node('Add', [fromGradient, fromPlanes]);
    },
    tfjs(tf, inputs, value) {
      const [g, x] = inputs;
      const vectors = inputs.slice(2).map((v) => tfPerChannel(tf, v, x.rank));
      const [mean, variance, gamma, gammaGradient, betaGradient] = vectors;
      const deviation = tf.sqrt(tf.add(variance, value.attributes.epsilon));
      const normal = tf.div(tf.sub(x, mean), deviation);
      const count = x.size / x.shape[1]!;
      const pull = tf.div(tf.add(betaGradient, tf.mul(normal, gammaGradient)), count);
      return tf.mul(tf.div(gamma, deviation), tf.sub(g, pull));
    },
  },

  // Operands: planes, running mean and variance, γ, β.
  batchNormInference: {
    shape: (inputs) => planesAndVectors(inputs, 1),
    // The statistics are given, not taken from the planes: what is learnt is exactly what plays.
    gradient(value, g) {
      const [x, mean, variance, gamma] = value.inputs as [Value, Value, Value, Value];
      const deviation = sqrt(add(variance, value.attributes.epsilon));
      const scale = divide(gamma, deviation);
      const betaGradient = reduceSum(g, CHANNEL_AXES);
      const products = reduceSum(multiply(g, x), CHANNEL_AXES);
      const gammaGradient = divide(subtract(products, multiply(mean, betaGradient)), deviation);
      const meanGradient = multiply(multiply(scale, betaGradient), -1);
      const slope = divide(multiply(scale, -0.5), deviation);
      const dx = multiply(g, perChannel(scale));
      return [dx, meanGradient, multiply(slope, gammaGradient), gammaGradient, betaGradient];
    },
    onnx: (writer, inputs, value) => onnxNormalise(writer, inputs, value.attributes.epsilon),
    tfjs: (tf, inputs, value) => tfNormalise(tf, inputs, value.attributes.epsilon),
  },
};

/** The number of elements in one channel of planes that are shaped as `value`. */
function onnxCount(writer: OnnxWriter, planes: string, value: Value): string {
  const size = writer.node('Cast', [writer.node('Size', [planes])], { to: DATA_TYPE.float32 });
  return writer.node('Div', [size, writer.scalar(staticDim(value.shape, 1))]);
}
