import { popcount } from './bits.js';
import { BLACK, WHITE } from './color.js';
import type { Position } from './position.js';
import type { Random } from './random.js';

/**
 * Plays the position to its end with moves drawn uniformly from those that are legal (simple ko, no
 * suicide) and do not fill an eye of the player's own; a player without such a move passes. It ends
 * after two passes or `maxMoves`, since a rare cycle would not.
 * @returns how many moves were made, passes counted.
 */
export function playout(position: Position, random: Random, maxMoves: number): number {
  let moves = 0;
  for (let passes = 0; passes < 2 && moves < maxMoves; moves++) {
    const cell = drawMove(position, random);
    if (cell === 0) {
      position.pass();
      passes++;
    } else {
      position.place(cell);
      passes = 0;
    }
  }
  return moves;
}

/** A cell drawn as {@link playout} says; 0, on the border, if there is none to draw. */
export function drawMove(position: Position, random: Random): number {
  const { empties } = position;
  for (let count = position.emptyCount; count > 0; count--) {
    const i = random.below(count);
    const cell = empties[i];
    if (position.isSensible(cell)) return cell;
    position.swapEmpties(i, count - 1);
  }
  return 0;
}

/**
 * Black's points less White's on a board where {@link playout} has ended with two passes: every
 * empty point is single, and belongs to the player around it. Komi is not counted.
 */
export function playoutScore(position: Position): number {
  const { board, color, empties, emptyCount, black, white } = position;
  const { stride, height } = board;
  let score = 0;
  for (let y = 0; y < height; y++) score += popcount(black[y]) - popcount(white[y]);
  for (let i = 0; i < emptyCount; i++) {
    const cell = empties[i];
    const sides = color[cell - stride] & color[cell - 1] & color[cell + 1] & color[cell + stride];
    if (sides === BLACK) score++;
    else if (sides === WHITE) score--;
  }
  return score;
}
