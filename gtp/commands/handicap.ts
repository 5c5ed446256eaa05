import { addPoint, emptyBits } from '../../engine/bits.js';
import type { Board } from '../../engine/board.js';
import { WHITE } from '../../engine/color.js';
import { makeVertex } from '../../engine/coordinates.js';
import { fixedHandicap, maxFixedHandicap } from '../../engine/handicap.js';
import { ok } from '../../engine/result.js';
import type { Session } from '../session/session.js';
import { command, DONE, refuse, type Reply } from './command.js';
import { integer, list, vertex, type Reader } from './readers.js';

/** Distinct points, in the specification's words where they are not. */
const vertices: Reader<readonly number[]> = (words, session) => {
  const { board } = session.game;
  const read = list(vertex)(words, session);
  const points = read.ok ? read.value : [];
  const distinct = new Set(points).size === points.length && !points.includes(board.pass);
  return distinct && points.length >= 2 && points.length < board.area
    ? read
    : refuse('bad vertex list: 2 points or more, none of them twice');
};

/** Handicap stones (Go Text Protocol 2, 4.1). White moves after them. */
export const HANDICAP = [
  command('fixed_handicap', [integer], ({ session }, stones) => {
    const points = fixedHandicap(session.game.board, stones);
    return points.ok ? place(session, points.value) : refuse('invalid number of stones');
  }),
  command('place_free_handicap', [integer], ({ session }, stones) => {
    const points = freeHandicap(session.game.board, stones);
    return points === undefined ? refuse('invalid number of stones') : place(session, points);
  }),
  command('set_free_handicap', [vertices], ({ session }, points) => {
    const placed = place(session, points);
    return placed.ok ? DONE : placed;
  }),
];

function place(session: Session, points: readonly number[]): Reply {
  const { board, position, length } = session.game;
  if (length > 0 || position.emptyCount < board.area) return refuse('board not empty');
  const black = emptyBits(board);
  for (const point of points) addPoint(board, black, point);
  const setup = { board, black, white: emptyBits(board), toMove: WHITE } as const;
  session.begin(board, { setup, handicap: points.length });
  return ok(points.map((point) => makeVertex(board, point)).join(' '));
}

/**
 * Points for so many stones, or for as many as there is room for: those of a fixed handicap, then
 * points of the second line and above that leave space around the stones there are.
 */
function freeHandicap(board: Board, stones: number): readonly number[] | undefined {
  const most = maxFixedHandicap(board);
  if (stones < 2 || stones >= board.area) return undefined;
  const fixed = fixedHandicap(board, Math.min(stones, most));
  const points = fixed.ok ? [...fixed.value] : [];
  while (points.length < stones) {
    const next = farthest(board, points);
    if (next === undefined) break;
    points.push(next);
  }
  return points.length < 2 ? undefined : points;
}

/** The point not on the edge that is farthest from all of these; undefined where all are close. */
function farthest(board: Board, points: readonly number[]): number | undefined {
  let best: number | undefined;
  let most = 1;
  for (let point = 0; point < board.area; point++) {
    const [x, y] = [board.x(point), board.y(point)];
    if (Math.min(x, y, board.width - 1 - x, board.height - 1 - y) < 1) continue;
    const nearest = Math.min(
      board.width,
      ...points.map((p) => Math.abs(board.x(p) - x) + Math.abs(board.y(p) - y)),
    );
    if (nearest > most) [best, most] = [point, nearest];
  }
  return best;
}
