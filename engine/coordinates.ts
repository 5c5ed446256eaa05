import type { Board } from './board.js';
import { fail, ok, type Result } from './result.js';

/** The columns of GTP and of printed boards, from the left: there is no I. */
const COLUMNS = 'ABCDEFGHJKLMNOPQRSTUVWXYZ';

/** SGF's letters: a is column 0 from the left and row 0 from the top. */
const SGF_LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** The largest board on which SGF's `tt`, a point beyond its edge, is the old way to pass. */
const MAX_SIDE_OF_TT = 19;

/** The letter of column `x`, counted from 0 at the left: A to Z without I. */
export function columnLabel(x: number): string {
  return COLUMNS[x];
}

/** The number of row `y`, counted from 0 at the top: 1 is the bottom row. */
export function rowLabel(board: Board, y: number): string {
  return String(board.height - y);
}

/**
 * Reads a vertex of the Go Text Protocol: `D4`, in any case, or `pass`. `resign` is not a vertex.
 * `ERR_VERTEX_SYNTAX`, `ERR_VERTEX_OFF_BOARD`. (https://www.lysator.liu.se/~gunnar/gtp/, 2.11)
 */
export function parseVertex(board: Board, text: string): Result<number> {
  if (text.toLowerCase() === 'pass') return ok(board.pass);
  const match = /^([a-z])([0-9]+)$/i.exec(text);
  if (match === null) {
    return fail('ERR_VERTEX_SYNTAX', `'${text}' is not a vertex: one is like D4, or pass`);
  }
  const x = COLUMNS.indexOf(match[1].toUpperCase());
  if (x < 0) return fail('ERR_VERTEX_SYNTAX', `'${text}': there is no column I, J follows H`);
  const y = board.height - Number(match[2]);
  if (isOnBoard(board, x, y)) return ok(board.point(x, y));
  const corner = makeVertex(board, board.point(board.width - 1, 0));
  return fail(
    'ERR_VERTEX_OFF_BOARD',
    `${text} is off the ${board.toString()} board: A1 to ${corner}`,
  );
}

/** The GTP vertex of a point, or `pass`. @throws RangeError if the number is neither. */
export function makeVertex(board: Board, point: number): string {
  checkMove(board, point);
  if (point === board.pass) return 'pass';
  return columnLabel(board.x(point)) + rowLabel(board, board.y(point));
}

/**
 * Reads the value of an SGF move: two letters, column then row from the top left. Nothing, or `tt`
 * where both sides are at most 19, is a pass. `ERR_POINT_SYNTAX`, `ERR_POINT_OFF_BOARD`.
 * (https://www.red-bean.com/sgf/go.html)
 */
export function parseSgfMove(board: Board, text: string): Result<number> {
  const ttPasses = board.width <= MAX_SIDE_OF_TT && board.height <= MAX_SIDE_OF_TT;
  if (text === '' || (text === 'tt' && ttPasses)) return ok(board.pass);
  return parseSgfPoint(board, text);
}

/** The value of an SGF move at that point; a pass is empty. @throws RangeError if it is neither. */
export function makeSgfMove(board: Board, point: number): string {
  checkMove(board, point);
  if (point === board.pass) return '';
  return SGF_LETTERS[board.x(point)] + SGF_LETTERS[board.y(point)];
}

/** Reads an SGF point: as {@link parseSgfMove}, but a pass is none. */
export function parseSgfPoint(board: Board, text: string): Result<number> {
  const x = text.length === 2 ? SGF_LETTERS.indexOf(text[0]) : -1;
  const y = text.length === 2 ? SGF_LETTERS.indexOf(text[1]) : -1;
  if (x < 0 || y < 0) {
    return fail('ERR_POINT_SYNTAX', `'${text}' is not a point: one is two letters, like dd`);
  }
  if (isOnBoard(board, x, y)) return ok(board.point(x, y));
  const corner = makeSgfMove(board, board.area - 1);
  return fail(
    'ERR_POINT_OFF_BOARD',
    `${text} is off the ${board.toString()} board: aa to ${corner}`,
  );
}

/**
 * Reads one entry of a compressed point list: a point, or a rectangle `ul:lr` by its upper left and
 * lower right corner (others that span it will do). The points, row by row. Errors as of a point.
 * (https://www.red-bean.com/sgf/DD_VW.html)
 */
export function parseSgfPoints(board: Board, text: string): Result<number[]> {
  const [one, other = one, ...more] = text.split(':');
  if (more.length > 0) {
    return fail('ERR_POINT_SYNTAX', `'${text}' is not a rectangle: one is like aa:cc`);
  }
  const from = parseSgfPoint(board, one);
  if (!from.ok) return from;
  const to = parseSgfPoint(board, other);
  return to.ok ? ok(rectangle(board, from.value, to.value)) : to;
}

/** The points of the rectangle between two of its corners, row by row. */
function rectangle(board: Board, a: number, b: number): number[] {
  const points: number[] = [];
  const [left, right] = ordered(board.x(a), board.x(b));
  const [top, bottom] = ordered(board.y(a), board.y(b));
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) points.push(board.point(x, y));
  }
  return points;
}

function ordered(a: number, b: number): [number, number] {
  return a < b ? [a, b] : [b, a];
}

function isOnBoard(board: Board, x: number, y: number): boolean {
  return x >= 0 && x < board.width && y >= 0 && y < board.height;
}

function checkMove(board: Board, point: number): void {
  if (!Number.isInteger(point) || point < 0 || point > board.pass) {
    throw new RangeError(`${point} is not a point of the ${board.toString()} board, nor its pass`);
  }
}
