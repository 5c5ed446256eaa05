import type { Board } from '../../engine/board.js';
import type { Random } from '../../engine/random.js';
import { symmetryCount } from '../../engine/symmetry.js';

/**
 * Under which symmetries a network sees a position. A network has learned that they do not matter,
 * but only about. `none`: as it is. `random`: one drawn for each position, as in AlphaGo Zero.
 * `average`: all that the board has, and the mean of the answers; as much work as so many positions.
 */
export type SymmetryPolicy =
  | { readonly kind: 'none' }
  | { readonly kind: 'random'; readonly random: Random }
  | { readonly kind: 'average' };

/** Under how many symmetries one position is seen. */
export function viewsOf(policy: SymmetryPolicy, board: Board): number {
  return policy.kind === 'average' ? symmetryCount(board) : 1;
}

/** The first symmetry under which the next position is seen; of an average, 0. */
export function firstSymmetry(policy: SymmetryPolicy, board: Board): number {
  return policy.kind === 'random' ? policy.random.below(symmetryCount(board)) : 0;
}
