import { formatShape, requireShape, staticDim, type Shape } from '../graph/shape.js';
import type { Operation } from './operation.js';

function transformShape(inputs: readonly Shape[]): Shape {
  const [x, rows, columns] = [inputs[0], inputs[1], inputs[2]];
  const message = `boardTransform: ${inputs.map(formatShape).join(' by ')}`;
  requireShape(x.length === 3 && rows.length === 2 && columns.length === 2, message);
  requireShape(x[0] === staticDim(rows, 1) * staticDim(columns, 1), message);
  return [staticDim(rows, 0) * staticDim(columns, 0), x[1], x[2]];
}

/**
 * Two matrix products by small matrices, one along each axis of the board. With points first, both
 * are products of whole matrices, and no element has to be moved. It serves lowered graphs, which
 * are never differentiated.
 */
export const BOARD_TRANSFORM: Operation<'boardTransform'> = {
  shape: transformShape,
  onnx(writer, inputs, value) {
    const [x, rows, columns] = inputs;
    const [height, width] = [1, 2].map((i) => staticDim(value.inputs[i].shape, 1));
    const newHeight = staticDim(value.inputs[1].shape, 0);
    const byRow = writer.reshape(x, [height, -1]);
    const turned = writer.node('MatMul', [rows, byRow]);
    const byPoint = writer.reshape(turned, [newHeight, width, -1]);
    return writer.reshape(writer.node('MatMul', [columns, byPoint]), value.shape);
  },
  tfjs(tf, inputs, value) {
    const [x, rows, columns] = inputs;
    const [newHeight, height] = rows.shape;
    const [newWidth, width] = columns.shape;
    const turned = tf.matMul(rows, tf.reshape(x, [height, -1]));
    const byPoint = tf.reshape(turned, [newHeight, width, -1]);
    const stack = tf.tile(tf.expandDims(columns, 0), [newHeight, 1, 1]);
    const channels = staticDim(value.shape, 1);
    return tf.reshape(tf.matMul(stack, byPoint), [newHeight * newWidth, channels, -1]);
  },
};
