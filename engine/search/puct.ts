import type { Selection } from './selection.js';

export interface PuctOptions {
  /** How much a prior weighs against values, at few visits. */
  readonly exploration: number;
  /**
   * How much worse than its parent a move is thought to be before it has been tried, times √(prior of
   * the moves tried): first-play urgency as Leela Zero has it. AlphaGo Zero takes such moves for
   * even, which `null` asks for.
   */
  readonly fpuReduction: number | null;
  /** Slow growth of the exploration with visits: + log((visits + base) / base) (Silver et al. 2018). */
  readonly explorationBase: number;
}

/** AlphaZero's exploration (Silver et al. 2018, pseudocode), and Leela Zero's first-play urgency. */
export const PUCT: PuctOptions = {
  exploration: 1.25,
  fpuReduction: 0.25,
  explorationBase: 19652,
};

/**
 * The move that maximises Q + c · P · √N / (1 + n) (Silver et al. 2017, Methods, "Select"), visits under
 * way counted as lost ones. Of untried moves only the one with the highest prior can win, and it
 * stands right after the tried ones.
 */
export function puct({ exploration, fpuReduction, explorationBase }: PuctOptions): Selection {
  return (tree, node) => {
    const { child, prior, visits, pending, utilitySum } = tree;
    const total = visits[node] + pending[node];
    const growth = Math.log((total + explorationBase) / explorationBase);
    const scale = (exploration + growth) * Math.sqrt(total);
    const first = tree.first[node];
    const untried = first + tree.tried[node];
    let best = untried;
    let bestScore = -Infinity;
    let triedPrior = 0;
    for (let edge = first; edge < untried; edge++) {
      const to = child[edge];
      const count = visits[to] + pending[to];
      const score = (utilitySum[to] - pending[to]) / count + (scale * prior[edge]) / (1 + count);
      triedPrior += prior[edge];
      if (score > bestScore) {
        best = edge;
        bestScore = score;
      }
    }
    if (untried === first + tree.count[node]) return best;
    const urgency =
      fpuReduction === null ? 0 : -tree.meanUtility(node) - fpuReduction * Math.sqrt(triedPrior);
    return urgency + scale * prior[untried] > bestScore ? untried : best;
  };
}
