import { addPoint, emptyBits } from './bits.js';
import { Board, isSide, MAX_SIDE } from './board.js';
import { BLACK, WHITE, type Color } from './color.js';
import type { Setup } from './position.js';
import { fail, ok, type Result } from './result.js';
import type { Stones } from './stones.js';

/**
 * Reads stones from a picture: a line a row from the top, `X` black, `O` white, `.` empty, spaces
 * between them as you like. `ERR_DIAGRAM_SHAPE`, `ERR_DIAGRAM_STONE`.
 */
export function parseDiagram(text: string, toMove: Color = BLACK): Result<Setup> {
  const rows = text
    .split('\n')
    .map((line) => line.replaceAll(/\s/g, ''))
    .filter((line) => line !== '');
  const width = rows.at(0)?.length ?? 0;
  if (!isSide(width) || !isSide(rows.length) || rows.some((row) => row.length !== width)) {
    return fail('ERR_DIAGRAM_SHAPE', `a diagram has 1 to ${MAX_SIDE} rows of one length`);
  }
  const board = Board.of(width, rows.length);
  const black = emptyBits(board);
  const white = emptyBits(board);
  const stones = rows.join('');
  for (let point = 0; point < board.area; point++) {
    const stone = stones.charAt(point);
    if (stone === 'X') addPoint(board, black, point);
    else if (stone === 'O') addPoint(board, white, point);
    else if (stone !== '.') return fail('ERR_DIAGRAM_STONE', `'${stone}' is none of X, O and .`);
  }
  return ok({ board, black, white, toMove });
}

/** Draws stones as {@link parseDiagram} reads them, without spaces. */
export function makeDiagram(stones: Stones): string {
  const { board } = stones;
  const rows = Array.from({ length: board.height }, (_, y) =>
    Array.from({ length: board.width }, (_, x) => drawn(stones.at(board.point(x, y)))).join(''),
  );
  return rows.join('\n');
}

function drawn(stone: number): string {
  return stone === BLACK ? 'X' : stone === WHITE ? 'O' : '.';
}
