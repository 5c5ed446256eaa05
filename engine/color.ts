/** What stands on a cell. The numbers are bit masks: EDGE counts as a neighbour of either colour. */
export const EMPTY = 0;
export const BLACK = 1;
export const WHITE = 2;
export const EDGE = 3;

/** The colour of a player or a stone. */
export type Color = typeof BLACK | typeof WHITE;

/** The other player. */
export function opponent(color: Color): Color {
  return (3 - color) as Color;
}
