import { flip, pad, reshape, slice, transpose } from '../graph/expressions.js';
import {
  BATCH,
  elementCount,
  formatShape,
  requireShape,
  sameShape,
  ShapeError,
  staticDim,
  type Shape,
} from '../graph/shape.js';
import type { Operations } from './operation.js';

type Layout = 'reshape' | 'transpose' | 'concat' | 'slice' | 'pad' | 'flip';

const batches = (shape: Shape): number => shape.filter((dim) => dim === BATCH).length;

function withAxis(shape: Shape, axis: number, size: number): Shape {
  return shape.map((dim, i) => (i === axis ? size : dim));
}

function reshapeShape(from: Shape, to: Shape): Shape {
  const fits = elementCount(from) === elementCount(to) && batches(from) === batches(to);
  requireShape(fits, `reshape: ${formatShape(from)} does not hold as many as ${formatShape(to)}`);
  return to;
}

function transposeShape(shape: Shape, permutation: readonly number[]): Shape {
  const sorted = [...permutation].sort((a, b) => a - b);
  const complete = sameShape(sorted, [...shape.keys()]);
  requireShape(complete, `transpose: [${permutation.join(', ')}] of ${formatShape(shape)}`);
  return permutation.map((axis) => shape[axis]);
}

function concatShape(shapes: readonly Shape[], axis: number): Shape {
  const first = shapes[0];
  for (const shape of shapes) {
    const fits = sameShape(withAxis(shape, axis, 0), withAxis(first, axis, 0));
    requireShape(fits, `concat: ${formatShape(shape)} beside ${formatShape(first)}`);
  }
  return withAxis(
    first,
    axis,
    shapes.reduce((sum, shape) => sum + staticDim(shape, axis), 0),
  );
}

/** Operations that move elements about without changing them. */
export const LAYOUT: Operations<Layout> = {
  reshape: {
    shape: (inputs, { shape }) => reshapeShape(inputs[0], shape),
    gradient: (value, g) => [reshape(g, value.inputs[0].shape)],
    onnx: (writer, inputs, value) => writer.reshape(inputs[0], value.shape),
    tfjs: (tf, inputs, value) =>
      tf.reshape(
        inputs[0],
        value.shape.map((dim) => (dim === BATCH ? -1 : dim)),
      ),
  },
  transpose: {
    shape: (inputs, { permutation }) => transposeShape(inputs[0], permutation),
    gradient(value, g) {
      const { permutation } = value.attributes;
      return [
        transpose(
          g,
          permutation.map((_, axis) => permutation.indexOf(axis)),
        ),
      ];
    },
    onnx: (writer, inputs, value) =>
      writer.node('Transpose', inputs, { perm: value.attributes.permutation }),
    tfjs: (tf, inputs, value) => tf.transpose(inputs[0], [...value.attributes.permutation]),
  },
  concat: {
    shape: (inputs, { axis }) => concatShape(inputs, axis),
    gradient(value, g) {
      const { axis } = value.attributes;
      let end = 0;
      return value.inputs.map((input) => {
        const start = end;
        end += staticDim(input.shape, axis);
        return slice(g, axis, start, end);
      });
    },
    onnx: (writer, inputs, value) => writer.node('Concat', inputs, { axis: value.attributes.axis }),
    tfjs: (tf, inputs, value) => tf.concat([...inputs], value.attributes.axis),
  },
  slice: {
    shape(inputs, { axis, start, end }) {
      const x = inputs[0];
      const inside = 0 <= start && start < end && end <= staticDim(x, axis);
      requireShape(inside, `slice: ${start} to ${end} on axis ${axis} of ${formatShape(x)}`);
      return withAxis(x, axis, end - start);
    },
    gradient(value, g) {
      const { axis, start, end } = value.attributes;
      const size = staticDim(value.inputs[0].shape, axis);
      return [pad(g, axis, start, size - end)];
    },
    onnx(writer, inputs, value) {
      const { axis, start, end } = value.attributes;
      const bounds = [start, end, axis].map((number) => writer.ints([number]));
      return writer.node('Slice', [inputs[0], ...bounds]);
    },
    tfjs(tf, inputs, value) {
      const { axis, start, end } = value.attributes;
      const x = inputs[0];
      const begin = x.shape.map((_, i) => (i === axis ? start : 0));
      const size = x.shape.map((dim, i) => (i === axis ? end - start : dim));
      return tf.slice(x, begin, size);
    },
  },
  pad: {
    shape(inputs, { axis, before, after }) {
      const x = inputs[0];
      if (before < 0 || after < 0) throw new ShapeError('pad: a negative number of zeros');
      return withAxis(x, axis, before + staticDim(x, axis) + after);
    },
    gradient(value, g) {
      const { axis, before } = value.attributes;
      const size = staticDim(value.inputs[0].shape, axis);
      return [slice(g, axis, before, before + size)];
    },
    onnx(writer, inputs, value) {
      const { axis, before, after } = value.attributes;
      const zeros = value.shape.map(() => 0);
      const pads = [...zeros.with(axis, before), ...zeros.with(axis, after)];
      return writer.node('Pad', [inputs[0], writer.ints(pads)]);
    },
    tfjs(tf, inputs, value) {
      const { axis, before, after } = value.attributes;
      const paddings = value.shape.map<[number, number]>((_, i) =>
        i === axis ? [before, after] : [0, 0],
      );
      return tf.pad(inputs[0], paddings);
    },
  },
  flip: {
    shape: (inputs) => inputs[0],
    gradient: (value, g) => [flip(g, value.attributes.axes)],
    onnx(writer, inputs, value) {
      const { axes } = value.attributes;
      const all = (number: number) => writer.ints(axes.map(() => number));
      // An end below any index makes a backward slice run through to the first entry.
      const bounds = [all(-1), all(-(2 ** 31)), writer.ints(axes), all(-1)];
      return writer.node('Slice', [inputs[0], ...bounds]);
    },
    tfjs: (tf, inputs, value) => tf.reverse(inputs[0], [...value.attributes.axes]),
  },
};
