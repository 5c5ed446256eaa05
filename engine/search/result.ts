import type { Random } from '../random.js';
import { NONE, ROOT, type Tree } from './tree.js';

/** What a search has found out about one move. */
export interface Candidate {
  readonly move: number;
  readonly visits: number;
  /** Mean value for the player who makes the move, in [−1, 1]; that of the parent if not visited. */
  readonly value: number;
  readonly prior: number;
  /** Mean expected margin in points for the player who makes the move, if the evaluator tells it. */
  readonly score?: number;
}

/** The moves of a node that have been visited, the most visited first. */
export function candidates(tree: Tree, node = ROOT): Candidate[] {
  const first = tree.first[node];
  return Array.from({ length: tree.tried[node] }, (_, i) => first + i)
    .filter((edge) => tree.visits[tree.child[edge]] > 0)
    .map((edge) => candidateOf(tree, edge))
    .sort((a, b) => b.visits - a.visits || b.value - a.value);
}

function candidateOf(tree: Tree, edge: number): Candidate {
  const child = tree.child[edge];
  const [move, prior] = [tree.move[edge], tree.prior[edge]];
  const score = tree.hasScores ? { score: tree.meanScore(child) } : {};
  return { move, visits: tree.visits[child], value: tree.mean(child), prior, ...score };
}

/** The value of the root for the player to move there. */
export function rootValue(tree: Tree): number {
  return -tree.mean(ROOT);
}

/** The margin in points that the player to move at the root expects, if the evaluator tells it. */
export function rootScore(tree: Tree): number | undefined {
  return tree.hasScores ? -tree.meanScore(ROOT) : undefined;
}

/** The line that both sides are expected to play: the most visited moves, `length` at most. */
export function principalVariation(tree: Tree, move: number, length = 64): number[] {
  const line: number[] = [];
  let edge = tree.edgeOf(ROOT, move);
  while (edge !== NONE && line.length < length) {
    line.push(tree.move[edge]);
    const child = tree.child[edge];
    edge = child === NONE ? NONE : mostVisitedEdge(tree, child);
  }
  return line;
}

function mostVisitedEdge(tree: Tree, node: number): number {
  let best = NONE;
  const first = tree.first[node];
  for (let edge = first; edge < first + tree.tried[node]; edge++) {
    const visits = tree.visits[tree.child[edge]];
    if (visits > 0 && (best === NONE || visits > tree.visits[tree.child[best]])) best = edge;
  }
  return best;
}

/** Each move's share of the root's visits, [area + 1]: AlphaGo Zero's target for the policy. */
export function visitPolicy(tree: Tree, out: Float32Array): void {
  out.fill(0);
  const first = tree.first[ROOT];
  let total = 0;
  for (let edge = first; edge < first + tree.tried[ROOT]; edge++) {
    total += tree.visits[tree.child[edge]];
  }
  if (total === 0) return;
  for (let edge = first; edge < first + tree.tried[ROOT]; edge++) {
    out[tree.move[edge]] = tree.visits[tree.child[edge]] / total;
  }
}

/**
 * A move drawn with probability in proportion to p^(1/temperature) (Silver et al. 2017, "Play"); the
 * likeliest at temperature 0. The policy, [area + 1], must not be all 0.
 */
export function drawFrom(policy: Float32Array, temperature: number, random: Random): number {
  const most = policy.indexOf(policy.reduce((a, b) => Math.max(a, b)));
  if (temperature === 0) return most;
  const weights = policy.map((p) => (p / policy[most]) ** (1 / temperature));
  let left = random.float() * weights.reduce((a, b) => a + b, 0);
  const drawn = weights.findIndex((weight) => (left -= weight) < 0);
  return drawn === -1 ? most : drawn;
}
