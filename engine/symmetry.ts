import type { Board } from './board.js';

/** How many symmetries a square has; a rectangle keeps those that do not exchange the axes. */
export const SYMMETRIES = 8;

/**
 * The symmetries of a board that map it onto itself, by number: bit 0 mirrors the columns, bit 1 the
 * rows, and bit 2 then exchanges rows and columns, which a rectangle cannot.
 */
export function symmetryCount(board: Board): number {
  return board.width === board.height ? SYMMETRIES : SYMMETRIES / 2;
}

/** The symmetry that undoes another. */
export function inverseSymmetry(symmetry: number): number {
  // With the axes exchanged, what mirrored columns now mirrors rows.
  return symmetry < 4 ? symmetry : 4 | ((symmetry & 1) << 1) | ((symmetry & 2) >> 1);
}

const maps = new WeakMap<Board, Int32Array[]>();

/**
 * Where a symmetry takes each point of the board; pass, the last entry, stays. So the policy seen
 * under the symmetry is `seen[map[p]] = policy[p]`. Shared: not to be written to.
 * @throws RangeError for a symmetry that the board does not have.
 */
export function symmetryMap(board: Board, symmetry: number): Int32Array {
  let all = maps.get(board);
  if (all === undefined) {
    all = Array.from({ length: symmetryCount(board) }, (_, s) => makeMap(board, s));
    maps.set(board, all);
  }
  if (symmetry < 0 || symmetry >= all.length) {
    throw new RangeError(`a ${board.toString()} board has no symmetry ${symmetry}`);
  }
  return all[symmetry];
}

function makeMap(board: Board, symmetry: number): Int32Array {
  const { width, height, area, pass } = board;
  return Int32Array.from({ length: area + 1 }, (_, point) => {
    if (point === pass) return pass;
    const x = (symmetry & 1) === 0 ? board.x(point) : width - 1 - board.x(point);
    const y = (symmetry & 2) === 0 ? board.y(point) : height - 1 - board.y(point);
    return (symmetry & 4) === 0 ? board.point(x, y) : board.point(y, x);
  });
}
