import type { Board } from '../board.js';
import { BLACK, opponent, type Color } from '../color.js';
import type { Game } from '../game.js';
import { Canvas } from './canvas.js';
import type { PlaneSet, PlaneWriter } from './plane-set.js';

/** How many positions the planes show, the one now among them. */
const POSITIONS = 8;
const BLACK_TO_MOVE = 2 * POSITIONS;

/**
 * The 17 planes of AlphaGo Zero (Silver et al. 2017, Methods, "Neural network architecture"): stones
 * of the player to move and of the opponent, now and before each of the last seven moves, the latest
 * first, then whether Black is to move. Of times before the game's start the planes are empty.
 */
export const ALPHAGO_ZERO: PlaneSet = {
  planes: BLACK_TO_MOVE + 1,
  names: [
    ...Array.from({ length: POSITIONS }, (_, t) => [
      `own stones ${when(t)}`,
      `opponent's stones ${when(t)}`,
    ]).flat(),
    'black to move',
  ],
  writer: (board) => new AlphaGoZeroWriter(board),
};

function when(t: number): string {
  return t === 0 ? 'now' : `${t} ${t === 1 ? 'move' : 'moves'} ago`;
}

class AlphaGoZeroWriter implements PlaneWriter {
  private readonly canvas: Canvas;

  constructor(board: Board) {
    this.canvas = new Canvas(board);
  }

  write(game: Game, symmetry: number, out: Float32Array, offset: number): void {
    const { canvas } = this;
    canvas.begin(BLACK_TO_MOVE + 1, symmetry, out, offset);
    this.markStones(game, game.toMove, 0);
    this.markStones(game, opponent(game.toMove), 1);
    if (game.toMove === BLACK) canvas.fill(BLACK_TO_MOVE);
  }

  /** One player's stones, on every second plane. A move changes little, so planes are copied. */
  private markStones(game: Game, color: Color, first: number): void {
    const { canvas } = this;
    const { history, length } = game;
    let later = game.rowsAt(length, color);
    canvas.markAll(first, history, later);
    for (let t = 1; t < POSITIONS && t <= length; t++) {
      const plane = first + 2 * t;
      const earlier = game.rowsAt(length - t, color);
      canvas.copyChanged(plane - 2, plane, history, later, earlier);
      later = earlier;
    }
  }
}
