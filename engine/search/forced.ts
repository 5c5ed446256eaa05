import { explorationScale, type PuctOptions } from './puct.js';
import type { Selection } from './selection.js';
import { ROOT, type Tree } from './tree.js';

/** The k of Wu 2019. */
export const FORCED_PLAYOUTS = 2;

/**
 * At the root of a search to learn from: a move that has been tried gets at least √(k · P · N) visits,
 * N being those of all moves (Wu 2019, "Accelerating Self-Play Learning in Go", section 3.2), so that
 * noise on a prior is followed up. The move that lacks most comes first; where none lacks any, `choose`
 * decides. {@link prunedVisitPolicy} takes these visits out of what is learnt.
 */
export function forcedPlayouts(k: number, choose: Selection): Selection {
  return (tree, node) => {
    const { child, prior, visits, pending } = tree;
    const first = tree.first[node];
    const total = visits[node] + pending[node] - 1;
    let best = -1;
    let mostLacking = 0;
    for (let edge = first; edge < first + tree.tried[node]; edge++) {
      const to = child[edge];
      const lacking = Math.sqrt(k * prior[edge] * total) - visits[to] - pending[to];
      if (lacking > mostLacking) {
        best = edge;
        mostLacking = lacking;
      }
    }
    return best === -1 ? choose(tree, node) : best;
  };
}

/**
 * Each move's share of the root's visits, [area + 1], less those that only forced playouts asked for
 * (Wu 2019, section 3.2): of each move but the most visited, up to √(k · P · N) visits are taken away,
 * as long as PUCT would still prefer the most visited one; a move with a single visit left has none.
 */
export function prunedVisitPolicy(
  tree: Tree,
  k: number,
  options: PuctOptions,
  out: Float32Array,
): void {
  const { child, move, visits } = tree;
  const first = tree.first[ROOT];
  const end = first + tree.tried[ROOT];
  out.fill(0);
  const best = mostVisited(tree);
  if (best === -1) return;
  const scale = explorationScale(options, tree, ROOT);
  const most = visits[child[best]];
  const bestScore = tree.meanUtility(child[best]) + (scale * tree.prior[best]) / (1 + most);
  let total = 0;
  for (let edge = first; edge < end; edge++) {
    const kept = edge === best ? most : wantedVisits(tree, edge, k, scale, bestScore);
    out[move[edge]] = kept;
    total += kept;
  }
  for (let edge = first; edge < end; edge++) out[move[edge]] /= total;
}

/** How many of a move's visits are left after pruning, 0 in place of 1. */
function wantedVisits(tree: Tree, edge: number, k: number, scale: number, limit: number): number {
  const to = tree.child[edge];
  const count = tree.visits[to];
  const forced = Math.floor(Math.sqrt(k * tree.prior[edge] * (tree.visits[ROOT] - 1)));
  const value = tree.meanUtility(to);
  const urgency = scale * tree.prior[edge];
  let kept = count;
  while (kept > count - forced && kept > 0 && value + urgency / kept < limit) kept--;
  return kept > 1 ? kept : 0;
}

function mostVisited({ first, tried, child, visits }: Tree): number {
  let best = -1;
  for (let edge = first[ROOT]; edge < first[ROOT] + tried[ROOT]; edge++) {
    const count = visits[child[edge]];
    if (count > 0 && (best === -1 || count > visits[child[best]])) best = edge;
  }
  return best;
}
