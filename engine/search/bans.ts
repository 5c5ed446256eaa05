import { addPoint, emptyBits, type Bits } from '../bits.js';
import type { Board } from '../board.js';
import type { Color } from '../color.js';

/** Points where a player must not play in moves that are fewer than `depth` from the root. */
export interface Ban {
  readonly color: Color;
  readonly points: Bits;
  readonly depth: number;
}

/** A ban on those of the moves that are points; passing cannot be banned. */
export function newBan(board: Board, color: Color, moves: readonly number[], depth: number): Ban {
  const points = emptyBits(board);
  for (const move of moves) if (move !== board.pass) addPoint(board, points, move);
  return { color, points, depth };
}

/** Takes what a player must not play at a depth from the points where the rules let him. */
export function takeBanned(bans: readonly Ban[], color: Color, depth: number, legal: Bits): void {
  for (const ban of bans) {
    if (ban.color !== color || depth >= ban.depth) continue;
    for (let y = 0; y < legal.length; y++) legal[y] &= ~ban.points[y];
  }
}
