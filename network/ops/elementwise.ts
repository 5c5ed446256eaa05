import type { OpName } from '../graph/attributes.js';
import {
  divide,
  equal,
  multiply,
  negate,
  reluGradient,
  subtract,
  sumTo,
} from '../graph/expressions.js';
import type { Value } from '../graph/graph.js';
import { broadcastShapes, requireShape, sameShape, type Shape } from '../graph/shape.js';
import type { Tensor, Tf } from '../tfjs/tf.js';
import type { Operation, Operations } from './operation.js';

type Binary = 'add' | 'subtract' | 'multiply' | 'divide' | 'minimum';
type Unary = 'relu' | 'tanh' | 'exp' | 'sqrt';

/** An element-wise operation of two operands that broadcast. */
function binary<K extends Binary>(
  onnxName: string,
  tfjs: (tf: Tf, x: Tensor, y: Tensor) => Tensor,
  partials: (x: Value, y: Value, outputGradient: Value, output: Value) => [Value, Value],
): Operation<K> {
  return {
    shape: (inputs) => broadcastShapes(inputs[0], inputs[1]),
    gradient(value, outputGradient) {
      const [x, y] = [value.inputs[0], value.inputs[1]];
      const [dx, dy] = partials(x, y, outputGradient, value);
      return [sumTo(dx, x.shape), sumTo(dy, y.shape)];
    },
    onnx: (writer, inputs) => writer.node(onnxName, inputs),
    tfjs: (tf, inputs) => tfjs(tf, inputs[0], inputs[1]),
  };
}

/** An element-wise operation of one operand, whose derivative is written by its result. */
function unary<K extends Unary>(
  onnxName: string,
  tfjs: (tf: Tf, x: Tensor) => Tensor,
  derivative: (output: Value, outputGradient: Value) => Value,
): Operation<K> {
  return {
    shape: (inputs) => inputs[0],
    gradient: (value, outputGradient) => [derivative(value, outputGradient)],
    onnx: (writer, inputs) => writer.node(onnxName, inputs),
    tfjs: (tf, inputs) => tfjs(tf, inputs[0]),
  };
}

function sameOperands(op: OpName, inputs: readonly Shape[]): Shape {
  const [x, y] = [inputs[0], inputs[1]];
  requireShape(sameShape(x, y), `${op}: the operands differ in shape`);
  return x;
}

/** A slope that takes every normal float32 above zero to 1 or more. */
const STEEP = 3e38;

export const ELEMENTWISE: Operations<Binary | Unary | 'constant' | 'equal' | 'reluGradient'> = {
  constant: {
    shape: () => [],
    gradient: () => [],
    onnx: (writer, _, value) => writer.scalar(value.attributes.value),
    tfjs: (tf, _, value) => tf.scalar(value.attributes.value),
  },
  add: binary(
    'Add',
    (tf, x, y) => tf.add(x, y),
    (_x, _y, g) => [g, g],
  ),
  subtract: binary(
    'Sub',
    (tf, x, y) => tf.sub(x, y),
    (_x, _y, g) => [g, negate(g)],
  ),
  multiply: binary(
    'Mul',
    (tf, x, y) => tf.mul(x, y),
    (x, y, g) => [multiply(g, y), multiply(g, x)],
  ),
  divide: binary(
    'Div',
    (tf, x, y) => tf.div(x, y),
    (_x, y, g, output) => [divide(g, y), negate(divide(multiply(g, output), y))],
  ),
  minimum: binary(
    'Min',
    // tfjs's gradient of minimum forgets to sum over what it broadcast; addition does not.
    (tf, x, y) => tf.minimum(tf.add(x, tf.zerosLike(y)), tf.add(y, tf.zerosLike(x))),
    (x, _y, g, output) => {
      const left = multiply(g, equal(x, output));
      return [left, subtract(g, left)];
    },
  ),
  equal: {
    shape: (inputs) => broadcastShapes(inputs[0], inputs[1]),
    gradient: () => [null, null],
    onnx: (writer, inputs) => writer.node('Cast', [writer.node('Equal', inputs)], { to: 1 }),
    tfjs: (tf, inputs) => tf.cast(tf.equal(inputs[0], inputs[1]), 'float32'),
  },
  relu: unary(
    'Relu',
    (tf, x) => tf.relu(x),
    (output, g) => reluGradient(g, output),
  ),
  reluGradient: {
    shape: (inputs) => sameOperands('reluGradient', inputs),
    // A sigmoid so steep that it is 0 at 0 and 1 above, in one pass; faster than a comparison.
    onnx(writer, inputs) {
      const attributes = { alpha: { float: STEEP }, beta: { float: 0 } };
      return writer.node('Mul', [inputs[0], writer.node('HardSigmoid', [inputs[1]], attributes)]);
    },
    tfjs: (tf, inputs) => tf.mul(inputs[0], tf.step(inputs[1])),
  },
  tanh: unary(
    'Tanh',
    (tf, x) => tf.tanh(x),
    (output, g) => subtract(g, multiply(g, multiply(output, output))),
  ),
  exp: unary(
    'Exp',
    (tf, x) => tf.exp(x),
    (output, g) => multiply(g, output),
  ),
  sqrt: unary(
    'Sqrt',
    (tf, x) => tf.sqrt(x),
    (output, g) => divide(multiply(g, 0.5), output),
  ),
};
