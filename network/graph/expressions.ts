import type { Graph, Value } from './graph.js';
import { formatShape, sameShape, ShapeError, type Shape } from './shape.js';

/** An operand: a value, or a number that stands for a constant scalar. */
export type Operand = Value | number;

/** A scalar that never changes. */
export function constant(graph: Graph, value: number): Value {
  return graph.apply('constant', [], { value });
}

type Binary = 'add' | 'subtract' | 'multiply' | 'divide' | 'minimum';

function binary(op: Binary, x: Value, y: Operand): Value {
  const right = typeof y === 'number' ? constant(x.graph, y) : y;
  return x.graph.apply(op, [x, right], {});
}

// Element by element; operands broadcast as in NumPy.
export const add = (x: Value, y: Operand): Value => binary('add', x, y);
export const subtract = (x: Value, y: Operand): Value => binary('subtract', x, y);
export const multiply = (x: Value, y: Operand): Value => binary('multiply', x, y);
export const divide = (x: Value, y: Operand): Value => binary('divide', x, y);
export const minimum = (x: Value, y: Operand): Value => binary('minimum', x, y);
export const square = (x: Value): Value => multiply(x, x);
export const negate = (x: Value): Value => multiply(x, -1);

/** 1 where `x` and `y` are equal, 0 elsewhere; no gradient passes. */
export function equal(x: Value, y: Value): Value {
  return x.graph.apply('equal', [x, y], {});
}

export const relu = (x: Value): Value => x.graph.apply('relu', [x], {});
export const tanh = (x: Value): Value => x.graph.apply('tanh', [x], {});
export const exp = (x: Value): Value => x.graph.apply('exp', [x], {});
export const sqrt = (x: Value): Value => x.graph.apply('sqrt', [x], {});
/** Over the last axis. */
export const softmax = (x: Value): Value => x.graph.apply('softmax', [x], {});
/** The logarithm of softmax over the last axis. */
export const logSoftmax = (x: Value): Value => x.graph.apply('logSoftmax', [x], {});

/** `gradient` where `output`, the result of a relu, is above zero, and 0 elsewhere. */
export function reluGradient(gradient: Value, output: Value): Value {
  return gradient.graph.apply('reluGradient', [gradient, output], {});
}

type Reduction = 'reduceSum' | 'reduceMean' | 'reduceMax';

function reduce(op: Reduction, x: Value, axes: readonly number[], keepDims: boolean): Value {
  return x.graph.apply(op, [x], { axes, keepDims });
}

export const reduceSum = (x: Value, axes: readonly number[], keepDims = false): Value =>
  axes.length === 0 ? x : reduce('reduceSum', x, axes, keepDims);
export const reduceMean = (x: Value, axes: readonly number[], keepDims = false): Value =>
  reduce('reduceMean', x, axes, keepDims);
export const reduceMax = (x: Value, axes: readonly number[], keepDims = false): Value =>
  reduce('reduceMax', x, axes, keepDims);

/** The sum of all elements, a scalar. */
export function sumAll(x: Value): Value {
  return reduceSum(
    x,
    x.shape.map((_, axis) => axis),
  );
}

/** The number of entries in the batch, a scalar, where the first axis of `x` is the batch. */
export function batchSize(x: Value): Value {
  return x.graph.apply('batchSize', [x], {});
}

/** `x` stretched to the shape of `like`. */
export function expandLike(x: Value, like: Value): Value {
  if (sameShape(x.shape, like.shape)) return x;
  return x.graph.apply('expandLike', [x, like], {});
}

/** The reverse of broadcasting: `x` summed over the axes along which `shape` was stretched. */
export function sumTo(x: Value, shape: Shape): Value {
  const missing = x.shape.length - shape.length;
  const axes = x.shape.flatMap((dim, axis) =>
    axis < missing || (shape[axis - missing] === 1 && dim !== 1) ? [axis] : [],
  );
  return reshape(reduceSum(x, axes), shape);
}

/** The same elements in the same order under another shape. */
export function reshape(x: Value, shape: Shape): Value {
  return sameShape(x.shape, shape) ? x : x.graph.apply('reshape', [x], { shape });
}

/** Axis `i` of the result is axis `permutation[i]` of `x`. */
export function transpose(x: Value, permutation: readonly number[]): Value {
  return x.graph.apply('transpose', [x], { permutation });
}

export function concat(parts: readonly Value[], axis: number): Value {
  if (parts.length === 0) throw new ShapeError('concat: nothing to join');
  const first = parts[0];
  return parts.length === 1 ? first : first.graph.apply('concat', parts, { axis });
}

/** Entries `start` to `end` (exclusive) along `axis`. */
export function slice(x: Value, axis: number, start: number, end: number): Value {
  return x.graph.apply('slice', [x], { axis, start, end });
}

/** Zeros added along `axis`. */
export function pad(x: Value, axis: number, before: number, after: number): Value {
  return before === 0 && after === 0 ? x : x.graph.apply('pad', [x], { axis, before, after });
}

/** The order reversed along `axes`. */
export function flip(x: Value, axes: readonly number[]): Value {
  return x.graph.apply('flip', [x], { axes });
}

/** Matrix product over the last two axes; leading axes broadcast. */
export function matmul(
  x: Value,
  y: Value,
  { transposeLeft = false, transposeRight = false } = {},
): Value {
  return x.graph.apply('matmul', [x, y], { transposeLeft, transposeRight });
}

/**
 * Convolution with stride 1 that keeps the board's size, zeros beyond the edge.
 * `x` [batch, in, height, width], `weight` [out, in, kernel, kernel], `bias` [out].
 */
export function conv2d(x: Value, weight: Value, bias: Value | null = null, dilation = 1): Value {
  const inputs = bias === null ? [x, weight] : [x, weight, bias];
  return x.graph.apply('conv2d', inputs, { dilation });
}

/** One kernel for each plane. `x` [batch, planes, height, width], `weight` [planes, 1, k, k]. */
export function depthwiseConv2d(
  x: Value,
  weight: Value,
  bias: Value | null = null,
  dilation = 1,
): Value {
  const inputs = bias === null ? [x, weight] : [x, weight, bias];
  return x.graph.apply('depthwiseConv2d', inputs, { dilation });
}

/**
 * `rows` · X · `columns`ᵀ for the board X of every channel and position.
 * `x` [height · width, channels, batch], `rows` [r, height], `columns` [c, width] →
 * [r · c, channels, batch].
 */
export function boardTransform(x: Value, rows: Value, columns: Value): Value {
  return x.graph.apply('boardTransform', [x, rows, columns], {});
}

/** A vector [channels] as [channels, 1, 1], to meet planes [batch, channels, height, width]. */
export function perChannel(vector: Value): Value {
  if (vector.shape.length !== 1) {
    throw new ShapeError(`perChannel: expected [channels], got ${formatShape(vector.shape)}`);
  }
  return reshape(vector, [...vector.shape, 1, 1]);
}

/** The axes of planes [batch, channels, height, width] that channel statistics run over. */
export const CHANNEL_AXES: readonly number[] = [0, 2, 3];

/** Mean of each channel over batch and board: [channels]. */
export function channelMean(x: Value): Value {
  return reduceMean(x, CHANNEL_AXES);
}

/** Variance (divided by the count) of each channel about `mean`, its own mean: [channels]. */
export function channelVariance(x: Value, mean: Value): Value {
  return x.graph.apply('channelVariance', [x, mean], {});
}
