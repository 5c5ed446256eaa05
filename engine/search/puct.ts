import type { Selection } from './selection.js';
import type { Tree } from './tree.js';

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
  /** More exploration where values scatter; `null` for the papers' constant. */
  readonly varianceScaling: VarianceScaling | null;
}

/**
 * Exploration in proportion to the standard deviation of a node's utilities, as KataGo has it since
 * 2021 ("Dynamic Variance-Scaled cPUCT" in its KataGoMethods.md): times 1 + strength · (σ / prior − 1).
 */
export interface VarianceScaling {
  /** The standard deviation at which nothing changes, and that is expected before any was seen. */
  readonly prior: number;
  /** How many visits that expectation weighs. */
  readonly priorWeight: number;
  /** 0 for no effect, 1 for full proportion. */
  readonly strength: number;
}

/** KataGo's settings. */
export const VARIANCE_SCALING: VarianceScaling = { prior: 0.4, priorWeight: 2, strength: 0.85 };

/** AlphaZero's exploration (Silver et al. 2018, pseudocode), and Leela Zero's first-play urgency. */
export const PUCT: PuctOptions = {
  exploration: 1.25,
  fpuReduction: 0.25,
  explorationBase: 19652,
  varianceScaling: null,
};

/**
 * The move that maximises Q + c · P · √N / (1 + n) (Silver et al. 2017, Methods, "Select"), visits under
 * way counted as lost ones. Of untried moves only the one with the highest prior can win, and it
 * stands right after the tried ones.
 */
export function puct(options: PuctOptions): Selection {
  const { fpuReduction } = options;
  return (tree, node) => {
    const { child, prior, visits, pending, utilitySum } = tree;
    const scale = explorationScale(options, tree, node);
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

/** What P / (1 + n) is multiplied with at a node: c · √N. */
export function explorationScale(options: PuctOptions, tree: Tree, node: number): number {
  const { exploration, explorationBase, varianceScaling } = options;
  const total = tree.visits[node] + tree.pending[node];
  const growth = Math.log((total + explorationBase) / explorationBase);
  const scale = (exploration + growth) * Math.sqrt(total);
  return varianceScaling === null ? scale : scale * varianceFactor(varianceScaling, tree, node);
}

function varianceFactor(options: VarianceScaling, tree: Tree, node: number): number {
  const { prior, priorWeight, strength } = options;
  const visits = tree.visits[node];
  if (visits <= 1) return 1;
  const mean = tree.utilitySum[node] / visits;
  const expected = priorWeight * (prior * prior + mean * mean);
  const variance = (expected + tree.squareSum[node]) / (priorWeight + visits - 1) - mean * mean;
  return 1 + strength * (Math.sqrt(Math.max(0, variance)) / prior - 1);
}
