import { emptyBits, hasPoint, pointsOf } from '../../engine/bits.js';
import { opponent, WHITE, type Color } from '../../engine/color.js';
import type { Game } from '../../engine/game.js';
import { score } from '../../engine/scoring.js';
import { deadIn, leadOf } from './status.js';

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
  return game.rules.scoring === 'territory' || leadOnBoard(game, color) > 0;
}

/** The margin by which a player leads if every stone on the board is counted as alive. */
function leadOnBoard(game: Game, color: Color): number {
  const { margin } = score(game.position, game.rules, game.handicap, emptyBits(game.board));
  return color === WHITE ? margin : -margin;
}

/** The opponent's stones that are dead, but still on the board. */
export function deadEnemies(game: Game, color: Color): number[] {
  const dead = deadIn(game);
  const enemy = game.position.stones(opponent(color));
  return pointsOf(game.board, enemy).filter((point) => hasPoint(game.board, dead, point));
}
