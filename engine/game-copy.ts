import { addPoint, emptyBits, pointsOf, type Bits } from './bits.js';
import { Board } from './board.js';
import { BLACK, WHITE, type Color } from './color.js';
import { Game } from './game.js';
import type { Rules } from './rules.js';
import { symmetryMap } from './symmetry.js';

/** A game as a message between threads. */
export interface GameCopy {
  readonly width: number;
  readonly height: number;
  readonly rules: Rules;
  readonly handicap: number;
  /** Stones before the first move. */
  readonly black: Bits;
  readonly white: Bits;
  /** The moves: points, and who made each. */
  readonly points: Int16Array;
  readonly colors: Uint8Array;
  /** Whose move is thought about, whoever moved last. */
  readonly toMove: Color;
}

/** A copy of a game in which that player is to move. */
export function copyGame(game: Game, toMove: Color = game.toMove): GameCopy {
  const { board, rules, handicap, length } = game;
  const stones = (color: Color): Bits => {
    const at = game.rowsAt(0, color);
    return game.history.slice(at, at + board.height);
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
    toMove,
  };
}

/** The game that a copy was made of. */
export function restoreGame(copy: GameCopy): Game {
  const { black, white, points, colors, rules, handicap, toMove } = copy;
  const board = Board.of(copy.width, copy.height);
  const first = points.length > 0 ? (colors[0] as Color) : toMove;
  const game = new Game(board, rules, { setup: { board, black, white, toMove: first }, handicap });
  for (const [ply, point] of points.entries()) game.play(point, colors[ply] as Color);
  game.position.toMove = toMove;
  return game;
}

/** The same game on a board that is turned or mirrored. @throws RangeError if the board cannot be. */
export function turnGame(copy: GameCopy, symmetry: number): GameCopy {
  const board = Board.of(copy.width, copy.height);
  const map = symmetryMap(board, symmetry);
  const turned = (stones: Bits): Bits => {
    const out = emptyBits(board);
    for (const point of pointsOf(board, stones)) addPoint(board, out, map[point]);
    return out;
  };
  return {
    ...copy,
    black: turned(copy.black),
    white: turned(copy.white),
    points: copy.points.map((point) => map[point]),
  };
}
