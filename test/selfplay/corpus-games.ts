import { Board } from '../../engine/board.js';
import { Game } from '../../engine/game.js';
import type { Random } from '../../engine/random.js';
import { RULE_PRESETS } from '../../engine/rules.js';

export const SIDE = 5;
export const BOARD = Board.of(SIDE);

/** Moves by their points as one game of SGF, Black first. */
export function sgfOf(moves: readonly number[], root = `SZ[${SIDE}]KM[0.5]RE[B+R]`): string {
  const nodes = moves.map((move, i) => `;${i % 2 === 0 ? 'B' : 'W'}[${lettersOf(move)}]`);
  return `(;GM[1]FF[4]${root}${nodes.join('')})`;
}

export function lettersOf(move: number): string {
  if (move === BOARD.pass) return '';
  return String.fromCharCode(97 + BOARD.x(move), 97 + BOARD.y(move));
}

/**
 * A game that anybody can foretell but for its first two moves: each move is on the next free point
 * after the one before, row by row.
 */
export function followingGame(random: Random, length = 8): number[] {
  const game = new Game(BOARD, RULE_PRESETS.japanese);
  let point = random.below(BOARD.area);
  while (game.length < length) {
    if (game.length === 1) point = random.below(BOARD.area);
    while (!game.isLegal(point)) point = (point + 1) % BOARD.area;
    game.play(point);
  }
  return Array.from({ length }, (_, ply) => game.moveAt(ply));
}
