import type { OpName } from '../graph/attributes.js';
import { add, batchSize, constant, matmul, reduceSum, reshape } from '../graph/expressions.js';
import { ancestors, isLeaf, type Value } from '../graph/graph.js';
import { BATCH, sameShape, staticDim, type Shape } from '../graph/shape.js';
import { planeShape, turn, type Laid, type Layouts } from './layouts.js';
import { TILE_TAPS } from './line-tiles.js';
import { boardTiles, type BoardTiles, type TileConvolutions } from './tile-convolution.js';

/** How an operation goes with planes board first; null where it does not. */
export type LayoutRule<K extends OpName = OpName> = (
  value: Value<K>,
  layouts: Layouts,
  tiled: TileConvolutions,
) => Laid | null;

function anyBoardFirst(value: Value, layouts: Layouts): boolean {
  return value.inputs.some((input) => layouts.isBoardFirst(input));
}

/** Element by element, operands broadcast: those too that cover each whole board, or no more. */
function elementwise(value: Value, layouts: Layouts): Laid | null {
  const board = value.shape.slice(2);
  const fits = ({ shape }: Value) => {
    const own = planeShape(shape).slice(2);
    return sameShape(own, board) || sameShape(own, [1, 1]);
  };
  if (value.shape.length !== 4 || !anyBoardFirst(value, layouts)) return null;
  if (!value.inputs.every(fits)) return null;
  return { boardFirst: layouts.applyBoardFirst(value) };
}

/** Over batch, channels or the whole board; the board's two axes are one here. */
function reduction(
  value: Value<'reduceSum' | 'reduceMean' | 'reduceMax'>,
  layouts: Layouts,
): Laid | null {
  const { axes, keepDims } = value.attributes;
  if (!anyBoardFirst(value, layouts) || axes.includes(2) !== axes.includes(3)) return null;
  const merged = [2, 1, 0].filter((axis) => axes.includes(axis)).map((axis) => 2 - axis);
  const attributes = { axes: merged, keepDims: true };
  const reduced = layouts.applyBoardFirst(value, 1, attributes);
  return keepDims ? { boardFirst: reduced } : { natural: reshape(turn(reduced), value.shape) };
}

/** Along the channels, which are axis 1 in both layouts. */
function alongChannels(value: Value<'concat' | 'slice' | 'pad'>, layouts: Layouts): Laid | null {
  if (!anyBoardFirst(value, layouts) || value.attributes.axis !== 1) return null;
  return { boardFirst: layouts.applyBoardFirst(value) };
}

/** Operands are planes, as many as `planes`, then vectors; channels are axis 1 in both layouts. */
function normalisation(planes: number) {
  return (value: Value, layouts: Layouts): Laid | null => {
    if (!anyBoardFirst(value, layouts)) return null;
    const result = layouts.applyBoardFirst(value, planes);
    return value.shape.length === 4 ? { boardFirst: result } : { natural: result };
  };
}

/** The batch is not the first axis of planes board first, but that of some leaf. */
function sizeOfBatch(value: Value, layouts: Layouts): Laid | null {
  if (!anyBoardFirst(value, layouts)) return null;
  const batch = value.inputs[0].shape[0];
  if (batch !== BATCH) return { natural: constant(layouts.graph, batch) };
  const leaf = ancestors([value]).find((other) => isLeaf(other) && other.shape[0] === BATCH)!;
  return { natural: batchSize(layouts.natural(leaf)) };
}

/** How a convolution of planes `x` by kernels of the given side goes board first. */
function wayOf(
  x: Value,
  side: Shape,
  dilation: number,
  layouts: Layouts,
): BoardTiles | 'matrix' | null {
  if (sameShape(side, [1, 1])) return layouts.isBoardFirst(x) ? 'matrix' : null;
  if (!sameShape(side, [TILE_TAPS, TILE_TAPS]) || dilation !== 1) return null;
  return boardTiles(staticDim(x.shape, 2), staticDim(x.shape, 3));
}

/** 1×1 kernels [out, in, 1, 1] as a matrix. */
function asMatrix(weight: Value): Value {
  return reshape(weight, weight.shape.slice(0, 2));
}

function convolution(
  value: Value<'conv2d'>,
  layouts: Layouts,
  tiled: TileConvolutions,
): Laid | null {
  const [x, weight, bias] = value.inputs as [Value, Value, Value | undefined];
  const way = wayOf(x, weight.shape.slice(2), value.attributes.dilation, layouts);
  if (way === null) return null;
  const [planes, kernel] = [layouts.boardFirst(x), layouts.natural(weight)];
  const result =
    way === 'matrix' ? matmul(asMatrix(kernel), planes) : tiled.convolution(planes, kernel, way);
  if (bias === undefined) return { boardFirst: result };
  return { boardFirst: add(result, reshape(layouts.natural(bias), [...bias.shape, 1])) };
}

function inputGradient(
  value: Value<'conv2dInputGradient'>,
  layouts: Layouts,
  tiled: TileConvolutions,
): Laid | null {
  const [g, weight] = value.inputs;
  const way = wayOf(g, weight.shape.slice(2), value.attributes.dilation, layouts);
  if (way === null) return null;
  const [gradient, kernel] = [layouts.boardFirst(g), layouts.natural(weight)];
  const result =
    way === 'matrix'
      ? matmul(asMatrix(kernel), gradient, { transposeLeft: true })
      : tiled.inputGradient(gradient, kernel, way);
  return { boardFirst: result };
}

function weightGradient(
  value: Value<'conv2dWeightGradient'>,
  layouts: Layouts,
  tiled: TileConvolutions,
): Laid | null {
  const { kernel, dilation } = value.attributes;
  const way = wayOf(value.inputs[0], kernel, dilation, layouts);
  if (way === null) return null;
  const [x, g] = value.inputs.map((input) => layouts.boardFirst(input));
  if (way !== 'matrix') return { natural: tiled.weightGradient(x, g, way) };
  const sum = reduceSum(matmul(g, x, { transposeRight: true }), [0]);
  return { natural: reshape(sum, value.shape) };
}

/** The operations that know planes board first; all others get theirs in the natural layout. */
const RULES: { readonly [K in OpName]?: LayoutRule<K> } = {
  add: elementwise,
  subtract: elementwise,
  multiply: elementwise,
  divide: elementwise,
  minimum: elementwise,
  equal: elementwise,
  relu: elementwise,
  reluGradient: elementwise,
  tanh: elementwise,
  exp: elementwise,
  sqrt: elementwise,
  expandLike: elementwise,
  reduceSum: reduction,
  reduceMean: reduction,
  reduceMax: reduction,
  concat: alongChannels,
  slice: alongChannels,
  pad: alongChannels,
  channelVariance: normalisation(1),
  batchNormTrain: normalisation(1),
  batchNormInputGradient: normalisation(2),
  batchNormInference: normalisation(1),
  batchSize: sizeOfBatch,
  conv2d: convolution,
  conv2dInputGradient: inputGradient,
  conv2dWeightGradient: weightGradient,
};

export function layoutRule(op: OpName): LayoutRule | undefined {
  return RULES[op] as LayoutRule | undefined;
}
