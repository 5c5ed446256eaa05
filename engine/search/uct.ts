import type { Selection } from './selection.js';

/**
 * The move that maximises Q + c · √(ln N / n) (UCB1: Auer et al. 2002; UCT: Kocsis & Szepesvári 2006);
 * untried moves come first, by prior. Values are in [−1, 1], so c = √2 is UCB1's own.
 */
export function uct(exploration: number): Selection {
  return (tree, node) => {
    const first = tree.first[node];
    const untried = first + tree.tried[node];
    if (untried < first + tree.count[node]) return untried;
    const { child, visits, pending } = tree;
    const total = Math.log(visits[node] + pending[node]);
    let best = first;
    let bestScore = -Infinity;
    for (let edge = first; edge < untried; edge++) {
      const to = child[edge];
      const score =
        tree.meanUtility(to) + exploration * Math.sqrt(total / (visits[to] + pending[to]));
      if (score > bestScore) {
        best = edge;
        bestScore = score;
      }
    }
    return best;
  };
}
