import { emptyBits, flood, neighbours, union, type Bits } from './bits.js';
import type { Board } from './board.js';
import { BLACK, type Color } from './color.js';

/** Stones of both colours, or points that belong to each. */
export interface Sides {
  readonly black: Bits;
  readonly white: Bits;
}

/** The points of a pair of sets that belong to that player. */
export function sideOf(sides: Sides, color: Color): Bits {
  return color === BLACK ? sides.black : sides.white;
}

/** What the sets of a pair leave free. */
export function freePoints(board: Board, { black, white }: Sides): Bits {
  return black.map((row, y) => board.fullRow & ~(row | white[y]));
}

/** `within` grown from the points next to `stones`: what they reach through it. */
export function reach(board: Board, stones: Bits, within: Bits): Bits {
  const reached = emptyBits(board);
  neighbours(board, stones, reached);
  for (let y = 0; y < reached.length; y++) reached[y] &= within[y];
  flood(reached, within);
  return reached;
}

/** The empty points that are reached by one colour only (Tromp & Taylor, rule 4). */
export function territory(board: Board, stones: Sides): Sides {
  const empty = freePoints(board, stones);
  const byBlack = reach(board, stones.black, empty);
  const byWhite = reach(board, stones.white, empty);
  return {
    black: byBlack.map((row, y) => row & ~byWhite[y]),
    white: byWhite.map((row, y) => row & ~byBlack[y]),
  };
}

/** The empty points that both colours reach. */
export function dame(board: Board, stones: Sides): Bits {
  const empty = freePoints(board, stones);
  const byWhite = reach(board, stones.white, empty);
  return reach(board, stones.black, empty).map((row, y) => row & byWhite[y]);
}

/** Each player's area: stones, and territory. */
export function area(board: Board, stones: Sides): Sides {
  const own = territory(board, stones);
  return { black: union(stones.black, own.black), white: union(stones.white, own.white) };
}
