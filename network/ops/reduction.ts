import type { ReduceAttributes } from '../graph/attributes.js';
import {
  batchSize,
  divide,
  equal,
  expandLike,
  multiply,
  reshape,
  sumTo,
} from '../graph/expressions.js';
import type { Value } from '../graph/graph.js';
import {
  BATCH,
  broadcastShapes,
  formatShape,
  reduceShape,
  requireShape,
  sameShape,
  type Shape,
} from '../graph/shape.js';
import type { Tensor, Tf } from '../tfjs/tf.js';
import type { Operation, Operations } from './operation.js';

type Reduction = 'reduceSum' | 'reduceMean' | 'reduceMax';
type Kept = (value: Value<Reduction>, x: Value, g: Value) => Value;

/** A reduction; `gradient` gets the output's gradient with the reduced axes kept as 1. */
function reduction<K extends Reduction>(
  onnxName: string,
  tfjs: (tf: Tf, x: Tensor, axes: number[], keepDims: boolean) => Tensor,
  gradient: Kept,
): Operation<K> {
  return {
    shape: (inputs, { axes, keepDims }: ReduceAttributes) => reduceShape(inputs[0], axes, keepDims),
    gradient(value, g) {
      const x = value.inputs[0];
      return [gradient(value, x, reshape(g, keptShape(value)))];
    },
    onnx(writer, inputs, value) {
      const { axes, keepDims } = value.attributes;
      const attributes = { keepdims: Number(keepDims) };
      return writer.node(onnxName, [inputs[0], writer.ints(axes)], attributes);
    },
    tfjs(tf, inputs, value) {
      const { axes, keepDims } = value.attributes;
      return tfjs(tf, inputs[0], [...axes], keepDims);
    },
  };
}

function keptShape(value: Value<Reduction>): Shape {
  return reduceShape(value.inputs[0].shape, value.attributes.axes, true);
}

/** `g` divided by the number of elements that `axes` of `x` cover. */
function divideByCount(g: Value, x: Value, axes: readonly number[]): Value {
  const fixed = axes.reduce((product, axis) => {
    const dim = x.shape[axis];
    return product * (dim === BATCH ? 1 : dim);
  }, 1);
  const mean = fixed === 1 ? g : multiply(g, 1 / fixed);
  return axes.some((axis) => x.shape[axis] === BATCH) ? divide(mean, batchSize(x)) : mean;
}

export const REDUCTIONS: Operations<Reduction | 'expandLike' | 'batchSize'> = {
  reduceSum: reduction(
    'ReduceSum',
    (tf, x, axes, keep) => tf.sum(x, axes, keep),
    (_value, x, g) => expandLike(g, x),
  ),
  reduceMean: reduction(
    'ReduceMean',
    (tf, x, axes, keep) => tf.mean(x, axes, keep),
    (value, x, g) => expandLike(divideByCount(g, x, value.attributes.axes), x),
  ),
  // Each of several equal maxima gets the whole gradient, as in TensorFlow.js.
  reduceMax: reduction(
    'ReduceMax',
    (tf, x, axes, keep) => tf.max(x, axes, keep),
    (value, x, g) => multiply(equal(x, reshape(value, keptShape(value))), g),
  ),
  expandLike: {
    shape(inputs) {
      const [x, like] = [inputs[0], inputs[1]];
      const fits = sameShape(broadcastShapes(x, like), like);
      requireShape(fits, `expandLike: ${formatShape(x)} does not stretch to ${formatShape(like)}`);
      return like;
    },
    gradient: (value, g) => [sumTo(g, value.inputs[0].shape), null],
    onnx: (writer, inputs) => writer.node('Expand', [inputs[0], writer.node('Shape', [inputs[1]])]),
    tfjs: (tf, inputs) => tf.broadcastTo(inputs[0], inputs[1].shape),
  },
  batchSize: {
    shape: () => [],
    gradient: () => [null],
    onnx(writer, inputs) {
      const size = writer.node('Shape', inputs, { start: 0, end: 1 });
      return writer.node('Cast', [writer.node('Squeeze', [size])], { to: 1 });
    },
    tfjs: (tf, inputs) => tf.scalar(inputs[0].shape[0]),
  },
};
