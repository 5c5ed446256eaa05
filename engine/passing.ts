import { emptyBits, hasPoint, pointsOf } from './bits.js';
import { opponent, type Color } from './color.js';
import { deadIn, leadOf } from './count.js';
import type { Game } from './game.js';

/** How much worse than passing a move must be for passing to be right, though it may not win. */
const PASS_MARGIN = 0.2;

/** Who expects less than this gains nothing by going on: he would fill his own eyes. */
const HOPELESS = -0.9;

/**
 * Whether a player who would rather pass may, though that loses: where his best other move is worth
 * much less, or nothing. Values in [−1, 1], his.
 */
export function mayEnd(passing: number, other: number): boolean {
  return other < HOPELESS || passing - other > PASS_MARGIN;
}

/** Whether the last move was the opponent's pass. */
export function opponentPassed(game: Game, color: Color): boolean {
  const last = game.length - 1;
  return last >= 0 && game.moveAt(last) === game.board.pass && game.colorAt(last) !== color;
}

/**
 * Whether a player has won if both pass now, however dead stones are treated: by the count of the
 * board as it stands, which is all that counts under Tromp-Taylor rules, and with dead stones taken
 * off, as players agree. Under territory rules the game ends only in the second way.
 */
export function passWins(game: Game, color: Color): boolean {
  if (leadOf(game, color) <= 0) return false;
  const asItStands = emptyBits(game.board);
  return game.rules.scoring === 'territory' || leadOf(game, color, asItStands) > 0;
}

/** The opponent's stones that are dead, but still on the board. */
export function deadEnemies(game: Game, color: Color): number[] {
  const dead = deadIn(game);
  const enemy = game.position.stones(opponent(color));
  return pointsOf(game.board, enemy).filter((point) => hasPoint(game.board, dead, point));
}
