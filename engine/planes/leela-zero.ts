import type { Board } from '../board.js';
import { BLACK, opponent, type Color } from '../color.js';
import type { Game } from '../game.js';
import { Canvas } from './canvas.js';
import type { PlaneSet, PlaneWriter } from './plane-set.js';

/** How many positions the planes show, the one now among them. */
const POSITIONS = 8;
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
  return Array.from({ length: POSITIONS }, (_, t) => {
    if (t === 0) return `${stones} now`;
    return `${stones} ${t} ${t === 1 ? 'move' : 'moves'} ago`;
  });
}

class LeelaZeroWriter implements PlaneWriter {
  private readonly canvas: Canvas;

  constructor(board: Board) {
    this.canvas = new Canvas(board);
  }

  write(game: Game, symmetry: number, out: Float32Array, offset: number): void {
    const { canvas } = this;
    canvas.begin(WHITE_TO_MOVE + 1, symmetry, out, offset);
    this.markStones(game, game.toMove, 0);
    this.markStones(game, opponent(game.toMove), POSITIONS);
    canvas.fill(game.toMove === BLACK ? BLACK_TO_MOVE : WHITE_TO_MOVE);
  }

  /** One player's stones, on eight planes from `first` on. */
  private markStones(game: Game, color: Color, first: number): void {
    const { canvas } = this;
    const { history, length } = game;
    let later = game.rowsAt(length, color);
    canvas.markAll(first, history, later);
    for (let t = 1; t < POSITIONS && t <= length; t++) {
      const earlier = game.rowsAt(length - t, color);
      canvas.copyChanged(first + t - 1, first + t, history, later, earlier);
      later = earlier;
    }
  }
}
