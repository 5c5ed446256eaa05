import type { Board } from '../board.js';
import { holds } from '../chains.js';

/** Groups of fewer points are eyes by themselves, larger ones no single move can divide. */
const SMALLEST = 3;
const LARGEST = 6;

/**
 * The point in which a nakade is played inside a space of so many cells, connected: the middle of three
 * in a row or bent, of a T, a square with one more (bulky five), a cross, or a cross with one more that
 * makes a square (rabbity six). 0 where the space is of no such shape.
 */
export function nakadePoint(board: Board, space: Int32Array, count: number): number {
  if (count < SMALLEST || count > LARGEST) return 0;
  let middle = 0;
  let most = 0;
  let next = 0;
  for (let i = 0; i < count; i++) {
    const degree = neighboursWithin(board, space, count, space[i]);
    if (degree > most) {
      next = most;
      most = degree;
      middle = space[i];
    } else if (degree > next) {
      next = degree;
    }
  }
  return most > next && isNakade(count, most, next) ? middle : 0;
}

/** By the number of points, and how many neighbours the best connected and the next one have. */
function isNakade(count: number, most: number, next: number): boolean {
  switch (count) {
    case 3:
      return most === 2;
    case 4:
      return most === 3;
    case 5:
      return most === 4 || (most === 3 && next === 2);
    default:
      return most === 4 && next === 2;
  }
}

function neighboursWithin(board: Board, space: Int32Array, count: number, cell: number): number {
  let degree = 0;
  for (let i = 0; i < 4; i++) if (holds(space, count, cell + board.around[i])) degree++;
  return degree;
}
