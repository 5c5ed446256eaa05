import type { Evaluation, TreeNode } from './game.js';

/** What a move has cost the player who made it, by the evaluations before and after it. */
export interface Loss {
  /** Of the chance of winning, in [−1, 1]: above 0, the move was worse than expected. */
  readonly winrate: number;
  /** In points, where both evaluations tell. */
  readonly score: number | null;
}

/** A move that costs more than this share of the chance of winning is a blunder. */
export const BLUNDER = 0.15;

/** What the move of a node has cost; null where either position has not been evaluated. */
export function lossOf(node: TreeNode, parent: TreeNode): Loss | null {
  const [before, after] = [parent.evaluation, node.evaluation];
  if (node.move === null || before === null || after === null) return null;
  const sign = node.move.color === 'black' ? 1 : -1;
  return {
    winrate: sign * (before.winrate - after.winrate),
    score: pointsLost(before, after, sign),
  };
}

function pointsLost(before: Evaluation, after: Evaluation, sign: number): number | null {
  if (before.score === null || after.score === null) return null;
  return sign * (before.score - after.score);
}
