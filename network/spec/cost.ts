import { ancestors, isOp, type Value } from '../graph/graph.js';
import { elementCount, staticDim } from '../graph/shape.js';

/**
 * Multiplications with an addition that one position takes through convolutions and matrix
 * products, which is nearly all that a network does.
 */
export function multiplyAdds(outputs: readonly Value[]): number {
  return ancestors(outputs).reduce((sum, value) => sum + costOf(value), 0);
}

function costOf(value: Value): number {
  const results = elementCount(value.shape);
  if (isOp(value, 'conv2d') || isOp(value, 'depthwiseConv2d')) {
    return results * elementCount(value.inputs[1].shape.slice(1));
  }
  if (!isOp(value, 'matmul')) return 0;
  return results * staticDim(value.inputs[0].shape, value.attributes.transposeLeft ? -2 : -1);
}

/** The number of learned and observed numbers in a network. */
export function weightCount(weights: readonly { readonly shape: readonly number[] }[]): number {
  return weights.reduce((sum, { shape }) => sum + elementCount(shape), 0);
}
