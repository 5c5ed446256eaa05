import { ROOT, type Tree } from './tree.js';

/**
 * Choosing the move to play by what it is surely worth, as Leela Zero and KataGo do: a move that looks
 * better than the most visited one is played if it has been visited often enough to be sure.
 */
export interface LowerBound {
  /** How many standard errors below its mean a move's utility is taken to be. */
  readonly deviations: number;
  /** The least visits of a move to be chosen, as a share of the most that a move has. */
  readonly leastShare: number;
}

/** KataGo's settings. */
export const LOWER_BOUND: LowerBound = { deviations: 5, leastShare: 0.15 };

/**
 * The lower confidence bound of a node's utility for the player who moved into it: the mean less so
 * many standard errors. Few visits say little of how far utilities scatter, so 1 / visits³ is added to
 * their variance. −∞ without visits.
 */
export function lowerBound(tree: Tree, node: number, deviations: number): number {
  const visits = tree.visits[node];
  if (visits === 0) return -Infinity;
  const mean = tree.utilitySum[node] / visits;
  const variance = Math.max(0, tree.squareSum[node] / visits - mean * mean) + visits ** -3;
  return mean - deviations * Math.sqrt(variance / visits);
}

/** The root's move with the highest lower bound among those visited often enough; −1 if none was. */
export function surestMove(tree: Tree, { deviations, leastShare }: LowerBound): number {
  const { child, move, visits } = tree;
  const first = tree.first[ROOT];
  const end = first + tree.tried[ROOT];
  let most = 0;
  for (let edge = first; edge < end; edge++) most = Math.max(most, visits[child[edge]]);
  let best = -1;
  let highest = -Infinity;
  for (let edge = first; edge < end; edge++) {
    if (visits[child[edge]] < leastShare * most) continue;
    const bound = lowerBound(tree, child[edge], deviations);
    if (bound > highest) {
      best = move[edge];
      highest = bound;
    }
  }
  return best;
}
