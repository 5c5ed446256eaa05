import type { Board } from '../board.js';
import { BLACK, opponent } from '../color.js';
import type { Game } from '../game.js';
import { Canvas } from './canvas.js';
import type { PlaneSet, PlaneWriter } from './plane-set.js';
import { markRecentStones, POSITIONS, stonesName } from './recent-stones.js';

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
      stonesName('own stones', t),
      stonesName("opponent's stones", t),
    ]).flat(),
    'black to move',
  ],
  writer: (board) => new AlphaGoZeroWriter(board),
};

class AlphaGoZeroWriter implements PlaneWriter {
  private readonly canvas: Canvas;

  constructor(board: Board) {
    this.canvas = new Canvas(board);
  }

  write(game: Game, symmetry: number, out: Float32Array, offset: number): void {
    const { canvas } = this;
    canvas.begin(BLACK_TO_MOVE + 1, symmetry, out, offset);
    markRecentStones(canvas, game, game.toMove, 0, 2);
    markRecentStones(canvas, game, opponent(game.toMove), 1, 2);
    if (game.toMove === BLACK) canvas.fill(BLACK_TO_MOVE);
  }
}
