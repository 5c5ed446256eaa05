import type { Board } from './board.js';
import { Random } from './random.js';

/** Words of the table a cell: low and high half for a black stone, then for a white one. */
export const ZOBRIST_WORDS = 4;

/** What White's turn adds to a hash where the side to move counts, low and high half. */
export const WHITE_TO_MOVE_LOW = 0x2c1b3c6d;
export const WHITE_TO_MOVE_HIGH = 0x297a2d39;

const tables = new WeakMap<Board, Int32Array>();

/**
 * 64 random bits for each colour of stone on each cell (Zobrist 1970). The hash of a position is
 * the exclusive or of its stones', so it changes by a few words a move. The same in every process.
 */
export function zobristTable(board: Board): Int32Array {
  let table = tables.get(board);
  if (table === undefined) {
    const random = new Random(board.width * 0x10001 + board.height);
    table = Int32Array.from({ length: board.cells * ZOBRIST_WORDS }, () => random.bits());
    tables.set(board, table);
  }
  return table;
}
