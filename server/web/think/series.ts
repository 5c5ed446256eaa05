import { BLUNDER, lossOf } from '../../messages/loss.js';
import type { TreeNode } from '../../messages/game.js';

/** The line of a game as a graph shows it; `null` where nobody has looked. All seen by Black. */
export interface GraphSeries {
  /** Depth of each node, from 0. */
  readonly depth: number[];
  /** Chance of winning, in per cents. */
  readonly winrate: (number | null)[];
  /** Lead in points. */
  readonly score: (number | null)[];
  /** The chance of winning again, where the move was a blunder. */
  readonly blunder: (number | null)[];
}

/** What a graph shows of a line of nodes that begins with the root. */
export function graphSeries(line: readonly TreeNode[]): GraphSeries {
  return {
    depth: line.map((_, i) => i),
    winrate: line.map(({ evaluation }) => (evaluation === null ? null : evaluation.winrate * 100)),
    score: line.map(({ evaluation }) => evaluation?.score ?? null),
    blunder: line.map((node, i) => {
      const isBad = i > 0 && isBlunder(node, line[i - 1]);
      return isBad && node.evaluation !== null ? node.evaluation.winrate * 100 : null;
    }),
  };
}

/** Whether the move of a node was a blunder, as far as has been looked at. */
export function isBlunder(node: TreeNode, parent: TreeNode): boolean {
  return (lossOf(node, parent)?.winrate ?? 0) > BLUNDER;
}

/** The bounds of the scale of points: even on both sides, and never narrower than ±5. */
export function scoreBounds(scores: readonly (number | null)[]): [number, number] {
  const most = scores.reduce<number>((max, score) => Math.max(max, Math.abs(score ?? 0)), 5);
  const bound = Math.ceil(most / 5) * 5;
  return [-bound, bound];
}
