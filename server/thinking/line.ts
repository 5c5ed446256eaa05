import { pointsOf, addPoint, emptyBits } from '../../engine/bits.js';
import { Board } from '../../engine/board.js';
import { BLACK, WHITE, type Color } from '../../engine/color.js';
import { Game } from '../../engine/game.js';
import type { Rules } from '../../engine/rules.js';

/** A game as a message between threads. */
export interface Line {
  readonly width: number;
  readonly height: number;
  readonly rules: Rules;
  readonly handicap: number;
  /** Stones before the first move. */
  readonly black: readonly number[];
  readonly white: readonly number[];
  /** The moves: points, and who made each. */
  readonly points: Int16Array;
  readonly colors: Uint8Array;
  /** Whose turn it is. */
  readonly toMove: Color;
}

/** The line of a game. */
export function lineOf(game: Game): Line {
  const { board, rules, handicap, length } = game;
  const stones = (color: Color): number[] => {
    const at = game.rowsAt(0, color);
    return pointsOf(board, game.history.subarray(at, at + board.height));
  };
  return {
    width: board.width,
    height: board.height,
    rules,
    handicap,
    black: stones(BLACK),
    white: stones(WHITE),
    points: Int16Array.from({ length }, (_, ply) => game.moveAt(ply)),
    colors: Uint8Array.from({ length }, (_, ply) => game.colorAt(ply)),
    toMove: game.toMove,
  };
}

/** The game of a line. */
export function gameOf(line: Line): Game {
  const { rules, handicap, points, colors, toMove } = line;
  const board = Board.of(line.width, line.height);
  const first = points.length > 0 ? (colors[0] as Color) : toMove;
  const setup = {
    board,
    black: bitsOf(board, line.black),
    white: bitsOf(board, line.white),
    toMove: first,
  };
  const game = new Game(board, rules, { setup, handicap });
  for (const [ply, point] of points.entries()) game.play(point, colors[ply] as Color);
  game.position.toMove = toMove;
  return game;
}

/** The set of some points. */
export function bitsOf(board: Board, points: Iterable<number>): Int32Array {
  const bits = emptyBits(board);
  for (const point of points) addPoint(board, bits, point);
  return bits;
}
