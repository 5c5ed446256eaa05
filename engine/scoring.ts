import { countBits, emptyBits, without, type Bits } from './bits.js';
import type { Board } from './board.js';
import { BLACK, WHITE, opponent, type Color } from './color.js';
import type { Position } from './position.js';
import { compensation, type Rules } from './rules.js';
import { settle } from './seki.js';
import { area, sideOf, territory, type Sides } from './territory.js';

/** The count of a finished game. */
export interface Score {
  /** Black's points. */
  readonly black: number;
  /** White's points, komi and compensation for handicap stones in them. */
  readonly white: number;
  /** White's points less Black's: above 0, White has won. */
  readonly margin: number;
  /** The points on the board that count for each: area or territory, as the rules have it. */
  readonly counted: Sides;
}

/**
 * Scores a position as it stands, the stones in `dead` taken off first. The one count that everybody
 * uses: GTP, SGF, the web board and training.
 *
 * Area: a player's stones and the empty points that only he reaches (Tromp & Taylor). Territory:
 * those empty points, less what belongs to chains in seki, and one point for each enemy stone
 * captured or dead. Neutral points that can safely be filled do not make a seki: see {@link settle}.
 */
export function score(
  position: Position,
  rules: Rules,
  handicap = 0,
  dead: Bits = emptyBits(position.board),
): Score {
  const living = { black: without(position.black, dead), white: without(position.white, dead) };
  const byArea = rules.scoring === 'area';
  const counted = byArea ? area(position.board, living) : settledTerritory(position.board, living);
  const points = (color: Color): number =>
    countBits(sideOf(counted, color)) + (byArea ? 0 : prisoners(position, color, living));
  const black = points(BLACK);
  const white = points(WHITE) + rules.komi + compensation(rules, handicap);
  return { black, white, margin: white - black, counted };
}

function settledTerritory(board: Board, living: Sides): Sides {
  const { stones, seki } = settle(board, living);
  const own = territory(board, stones);
  return { black: without(own.black, seki.black), white: without(own.white, seki.white) };
}

/** Enemy stones that a player has taken, or that lie dead on the board. */
function prisoners(position: Position, color: Color, living: Sides): number {
  const enemy = opponent(color);
  const dead = without(position.stones(enemy), sideOf(living, enemy));
  return position.captured(enemy) + countBits(dead);
}
