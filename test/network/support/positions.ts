import type { Board } from '../../../engine/board.js';
import { Game } from '../../../engine/game.js';
import { drawMove } from '../../../engine/playout.js';
import type { Random } from '../../../engine/random.js';
import { RULE_PRESETS } from '../../../engine/rules.js';

/** A game of `moves` random moves, as in light playouts; shorter where that has none left. */
export function randomGame(board: Board, moves: number, random: Random): Game {
  const game = new Game(board, RULE_PRESETS['tromp-taylor']);
  for (let i = 0; i < moves && game.end === undefined; i++) {
    const cell = drawMove(game.position, random);
    game.play(cell === 0 ? board.pass : board.pointOf[cell]);
  }
  return game;
}

/** Games stopped at random between their start and about their end. */
export function randomGames(board: Board, count: number, random: Random): Game[] {
  return Array.from({ length: count }, () =>
    randomGame(board, Math.floor(1.2 * board.area * random.float()), random),
  );
}
