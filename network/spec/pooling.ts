import { concat, multiply, reduceMax, reduceMean } from '../graph/expressions.js';
import type { Value } from '../graph/graph.js';
import type { Board } from './layers.js';

/** How far a board's width is from a middling one; Wu 2019, Accelerating Self-Play Learning in Go. */
function sizeOffset({ height, width }: Board): number {
  return (Math.sqrt(height * width) - 14) / 10;
}

/**
 * What each plane holds over the whole board, so that what follows does not depend on its size:
 * the mean, the mean scaled by the board's width, and the maximum.
 * `x` [batch, channels, height, width] → [batch, 3 · channels].
 */
export function globalPool(x: Value, board: Board): Value {
  const mean = reduceMean(x, [2, 3]);
  return concat([mean, multiply(mean, sizeOffset(board)), reduceMax(x, [2, 3])], 1);
}

/** As globalPool for values and scores, with the square of the width's offset for the maximum. */
export function globalPoolForValue(x: Value, board: Board): Value {
  const mean = reduceMean(x, [2, 3]);
  const offset = sizeOffset(board);
  return concat([mean, multiply(mean, offset), multiply(mean, offset * offset - 0.1)], 1);
}
