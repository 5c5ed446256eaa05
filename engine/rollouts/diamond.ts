import type { Board } from '../board.js';
import { SYMMETRIES } from '../symmetry.js';

/** The points of the 12-point diamond around a point: those within two steps along the lines. */
export const SLOTS = 12;

/**
 * From a point to its diamond, columns and rows: the four neighbours, then the four corners, both in
 * the order of the board's `around`, then those two steps away.
 */
export const OFFSETS: readonly (readonly [x: number, y: number])[] = [
  ...([[0, -1], [-1, 0], [1, 0], [0, 1]] as const),
  ...([[-1, -1], [1, -1], [-1, 1], [1, 1]] as const),
  ...([[0, -2], [-2, 0], [2, 0], [0, 2]] as const),
]; // prettier-ignore

const diamonds = new WeakMap<Board, Int32Array>();

/** Cell · 12 + slot → the cell there, or 0, which is on the border, for any that is off the board. */
export function diamondCells(board: Board): Int32Array {
  let cells = diamonds.get(board);
  if (cells === undefined) {
    cells = makeDiamonds(board);
    diamonds.set(board, cells);
  }
  return cells;
}

function makeDiamonds(board: Board): Int32Array {
  const { width, height, cellOf } = board;
  const cells = new Int32Array(board.cells * SLOTS);
  cellOf.forEach((cell, point) => {
    OFFSETS.forEach(([dx, dy], slot) => {
      const x = board.x(point) + dx;
      const y = board.y(point) + dy;
      const isOn = x >= 0 && x < width && y >= 0 && y < height;
      if (isOn) cells[cell * SLOTS + slot] = cellOf[board.point(x, y)];
    });
  });
  return cells;
}

/** Symmetry · 12 + slot → where the symmetry takes that slot. Symmetries as of boards. */
export const SLOT_TURNS: Int32Array = Int32Array.from({ length: SYMMETRIES * SLOTS }, (_, i) =>
  turnedSlot(Math.floor(i / SLOTS), i % SLOTS),
);

function turnedSlot(symmetry: number, slot: number): number {
  const [dx, dy] = OFFSETS[slot];
  const x = (symmetry & 1) === 0 ? dx : -dx;
  const y = (symmetry & 2) === 0 ? dy : -dy;
  const [column, row] = (symmetry & 4) === 0 ? [x, y] : [y, x];
  return OFFSETS.findIndex(([ox, oy]) => ox === column && oy === row);
}
