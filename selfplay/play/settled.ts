import { passAlive } from '../../engine/benson.js';
import { countBits, union } from '../../engine/bits.js';
import { BLACK, WHITE, type Color } from '../../engine/color.js';
import type { Game } from '../../engine/game.js';

/** Whether every point is somebody's whatever the other does, so that the score cannot change. */
export function isSettled({ position, board, rules, length }: Game): boolean {
  if (2 * length < board.area) return false; // no board is filled so soon
  const kept = (color: Color): number => {
    const { stones, territory } = passAlive(position, color, rules.suicide);
    return countBits(union(stones, territory));
  };
  const black = kept(BLACK);
  return black > 0 && black + kept(WHITE) === board.area;
}
