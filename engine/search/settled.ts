import { passAlive, type PassAlive } from '../benson.js';
import { countBits, hasPoint, union, type Bits } from '../bits.js';
import { BLACK, WHITE } from '../color.js';
import type { Game } from '../game.js';

/**
 * Whether every point is a pass-alive stone or pass-alive territory of a player, so that neither can
 * change the count: the game may be scored as it stands (with the dead stones of {@link hopelessStones}).
 */
export function isSettled(game: Game): boolean {
  const kept = ({ stones, territory }: PassAlive): number => countBits(union(stones, territory));
  const [black, white] = safeOf(game);
  return kept(black) + kept(white) === game.board.area;
}

/**
 * Tells the moves that can matter: passing, and all outside pass-alive territory. Inside it neither
 * player can change what the territory's owner has at the end, as {@link isSettled} counts. For
 * restrictRoot. Not for play where dead stones have to be captured to be counted.
 */
export function usefulMoves(game: Game): (move: number) => boolean {
  const { board } = game;
  const [black, white] = safeOf(game);
  const idle: Bits = union(black.territory, white.territory);
  return (move) => move === board.pass || !hasPoint(board, idle, move);
}

function safeOf({ position, rules }: Game): [black: PassAlive, white: PassAlive] {
  const { suicide } = rules;
  return [passAlive(position, BLACK, suicide), passAlive(position, WHITE, suicide)];
}
