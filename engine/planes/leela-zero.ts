import type { Board } from '../board.js';
import { BLACK, opponent } from '../color.js';
import type { Game } from '../game.js';
import { Canvas } from './canvas.js';
import type { PlaneSet, PlaneWriter } from './plane-set.js';
import { markRecentStones, POSITIONS, stonesName } from './recent-stones.js';

const BLACK_TO_MOVE = 2 * POSITIONS;
const WHITE_TO_MOVE = BLACK_TO_MOVE + 1;

/**
 * The 18 planes of Leela Zero (its README, "Weights format"): what those of AlphaGo Zero show in
 * another order. First all eight of the player to move, the latest position first, then the
 * opponent's, then whether Black is to move and whether White is. Leela Zero counts rows from the
 * bottom of the board, which is one more symmetry: here they are from the top, as in every set.
 */
export const LEELA_ZERO: PlaneSet = {
  planes: WHITE_TO_MOVE + 1,
  names: [
    ...namesOf('own stones'),
    ...namesOf("opponent's stones"),
    'black to move',
    'white to move',
  ],
  writer: (board) => new LeelaZeroWriter(board),
};

function namesOf(stones: string): string[] {
  return Array.from({ length: POSITIONS }, (_, t) => stonesName(stones, t));
}

class LeelaZeroWriter implements PlaneWriter {
  private readonly canvas: Canvas;

  constructor(board: Board) {
    this.canvas = new Canvas(board);
  }

  write(game: Game, symmetry: number, out: Float32Array, offset: number): void {
    const { canvas } = this;
    canvas.begin(WHITE_TO_MOVE + 1, symmetry, out, offset);
    markRecentStones(canvas, game, game.toMove, 0, 1);
    markRecentStones(canvas, game, opponent(game.toMove), POSITIONS, 1);
    canvas.fill(game.toMove === BLACK ? BLACK_TO_MOVE : WHITE_TO_MOVE);
  }
}
