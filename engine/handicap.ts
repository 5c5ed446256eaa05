import type { Board } from './board.js';
import { fail, ok, type Result } from './result.js';

/**
 * The most stones of a fixed handicap on that board: 9 where both sides are odd and at least 9, 4 on
 * other boards from 7, none below (Go Text Protocol 2, 4.1.1).
 */
export function maxFixedHandicap({ width, height }: Board): number {
  if (Math.min(width, height) < 7) return 0;
  return width % 2 === 1 && height % 2 === 1 && Math.min(width, height) >= 9 ? 9 : 4;
}

/**
 * The points of a fixed handicap of that many stones, in the order of Go Text Protocol 2 (4.1.1):
 * corners, then sides, the centre for odd numbers from 5. They lie on the fourth line, on the third
 * where a side is shorter than 13. `ERR_HANDICAP` with the numbers that the board allows.
 */
export function fixedHandicap(board: Board, stones: number): Result<number[]> {
  const most = maxFixedHandicap(board);
  if (!Number.isInteger(stones) || stones < 2 || stones > most) {
    const allowed = most === 0 ? 'there is none' : `it has 2 to ${most} stones`;
    return fail(
      'ERR_HANDICAP',
      `no fixed handicap of ${stones} on ${board.toString()}: ${allowed}`,
    );
  }
  const [left, middle, right] = lines(board.width);
  const [top, centre, bottom] = lines(board.height);
  const corners = [
    [left, bottom],
    [right, top],
    [left, top],
    [right, bottom],
  ];
  const sides = [
    [left, centre],
    [right, centre],
    [middle, bottom],
    [middle, top],
  ];
  const even = [...corners, ...sides].slice(
    0,
    stones % 2 === 0 || stones < 5 ? stones : stones - 1,
  );
  const all = stones % 2 === 1 && stones >= 5 ? [...even, [middle, centre]] : even;
  return ok(all.map(([x, y]) => board.point(x, y)));
}

/** The three lines along one side on which handicap stones lie, counted from 0. */
function lines(side: number): [near: number, middle: number, far: number] {
  const edge = side < 13 ? 2 : 3;
  return [edge, (side - 1) / 2, side - 1 - edge];
}
