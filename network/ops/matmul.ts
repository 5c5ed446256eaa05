import type { AttributesOf } from '../graph/attributes.js';
import { matmul, sumTo } from '../graph/expressions.js';
import { broadcastShapes, formatShape, requireShape, type Shape } from '../graph/shape.js';
import type { OnnxWriter } from '../onnx/writer.js';
import type { Operation } from './operation.js';

function turned(shape: Shape, transposed: boolean): Shape {
  return transposed ? [...shape.slice(0, -2), shape.at(-1)!, shape.at(-2)!] : shape;
}

function productShape(inputs: readonly Shape[], attributes: AttributesOf['matmul']): Shape {
  const [left, right] = [inputs[0], inputs[1]];
  const message = `matmul: ${formatShape(left)} by ${formatShape(right)}`;
  requireShape(left.length >= 2 && right.length >= 2, message);
  const [x, y] = [turned(left, attributes.transposeLeft), turned(right, attributes.transposeRight)];
  requireShape(x.at(-1) === y.at(-2), message);
  return [...broadcastShapes(x.slice(0, -2), y.slice(0, -2)), x.at(-2)!, y.at(-1)!];
}

function transposed(writer: OnnxWriter, input: string, shape: Shape): string {
  const rank = shape.length;
  const perm = [...Array(rank - 2).keys(), rank - 1, rank - 2];
  return writer.node('Transpose', [input], { perm });
}

/** Products of matrices in the last two axes; leading axes broadcast. */
export const MATMUL: Operation<'matmul'> = {
  shape: productShape,
  // With the operands as they meet, A·B = C: the gradients are G·Bᵀ and Aᵀ·G, each turned back
  // where the operand was turned.
  gradient(value, g) {
    const [x, y] = [value.inputs[0], value.inputs[1]];
    const { transposeLeft, transposeRight } = value.attributes;
    const dx = transposeLeft
      ? matmul(y, g, { transposeLeft: transposeRight, transposeRight: true })
      : matmul(g, y, { transposeRight: !transposeRight });
    const dy = transposeRight
      ? matmul(g, x, { transposeLeft: true, transposeRight: transposeLeft })
      : matmul(x, g, { transposeLeft: !transposeLeft });
    return [sumTo(dx, x.shape), sumTo(dy, y.shape)];
  },
  onnx(writer, inputs, value) {
    const { transposeLeft, transposeRight } = value.attributes;
    const [left, right] = [inputs[0], inputs[1]];
    const [x, y] = value.inputs;
    if (x.shape.length === 2 && y.shape.length === 2) {
      const attributes = { transA: Number(transposeLeft), transB: Number(transposeRight) };
      return writer.node('Gemm', [left, right], attributes);
    }
    return writer.node('MatMul', [
      transposeLeft ? transposed(writer, left, x.shape) : left,
      transposeRight ? transposed(writer, right, y.shape) : right,
    ]);
  },
  tfjs(tf, inputs, value) {
    const { transposeLeft, transposeRight } = value.attributes;
    return tf.matMul(inputs[0], inputs[1], transposeLeft, transposeRight);
  },
};
