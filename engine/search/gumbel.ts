import type { Random } from '../random.js';
import type { Selection } from './selection.js';
import { NONE, ROOT, type Tree } from './tree.js';

/** Settings of Gumbel AlphaZero (Danihelka et al. 2022). */
export interface GumbelOptions {
  /** How many moves are drawn at the root to be compared. */
  readonly considered: number;
  /** σ(q) = (visitOffset + the most visits of a move) · scale · q, for q in [0, 1] (equation 8). */
  readonly visitOffset: number;
  readonly scale: number;
}

/** The paper's settings for Go. */
export const GUMBEL: GumbelOptions = { considered: 16, visitOffset: 50, scale: 1 };

/**
 * How many visits the move to be visited next must already have, for each of `visits` visits:
 * sequential halving (Karnin et al. 2013) of `considered` moves. Each round gives its moves the same
 * number of visits, and the better half goes on.
 */
export function sequentialHalving(considered: number, visits: number): Int32Array {
  const schedule = new Int32Array(visits);
  const rounds = Math.max(1, Math.ceil(Math.log2(Math.max(considered, 2))));
  let moves = Math.max(1, considered);
  let given = 0;
  for (let at = 0; at < visits;) {
    const each = Math.max(1, Math.floor(visits / (rounds * moves)));
    for (let i = 0; i < each * moves && at < visits; i++) {
      schedule[at++] = given + Math.floor(i / moves);
    }
    given += each;
    moves = Math.max(moves === 1 ? 1 : 2, Math.floor(moves / 2));
  }
  return schedule;
}

/** Standard Gumbel noise, −ln(−ln u). */
export function drawGumbel(random: Random): number {
  return -Math.log(-Math.log(random.float() || 2 ** -33));
}

/**
 * The value that a node's untried moves are given: the network's, mixed with those of the tried moves
 * by prior and visits (Danihelka et al. 2022, appendix D). For the player to move at the node.
 */
export function mixedValue(tree: Tree, node: number): number {
  const { child, prior, visits } = tree;
  const first = tree.first[node];
  let total = 0;
  let weight = 0;
  let weighted = 0;
  for (let edge = first; edge < first + tree.tried[node]; edge++) {
    const to = child[edge];
    if (visits[to] === 0) continue;
    total += visits[to];
    weight += prior[edge];
    weighted += prior[edge] * tree.meanUtility(to);
  }
  const own = -tree.utility[node];
  return total === 0 ? own : (own + (total * weighted) / weight) / (1 + total);
}

/** σ of a value in [−1, 1], given the most visits that a move of the node has. */
export function sigma(options: GumbelOptions, mostVisits: number, value: number): number {
  return (options.visitOffset + mostVisits) * options.scale * ((value + 1) / 2);
}

/** The most visits that a move of the node has. */
export function mostVisits(tree: Tree, node: number): number {
  const first = tree.first[node];
  let most = 0;
  for (let edge = first; edge < first + tree.tried[node]; edge++) {
    most = Math.max(most, tree.visits[tree.child[edge]]);
  }
  return most;
}

/** A value for the player to move at a node by which its edge counts: a tried one's own, or `mixed`. */
function completed(tree: Tree, edge: number, mixed: number): number {
  const to = tree.child[edge];
  return to === NONE || tree.visits[to] === 0 ? mixed : tree.meanUtility(to);
}

/**
 * Below the root: the move whose share of visits lags most behind the improved policy, argmax
 * π′(a) − n(a) / (1 + N) with π′ = softmax(ln P + σ(Q)), Q completed by the mixed value (Danihelka et
 * al. 2022, section 5). The untried moves share one Q, so only the likeliest of them can be chosen.
 */
export function gumbelInterior(options: GumbelOptions): Selection {
  return (tree, node) => {
    const { child, prior, visits, pending } = tree;
    const first = tree.first[node];
    const untried = first + tree.tried[node];
    const end = Math.min(untried + 1, first + tree.count[node]);
    const mixed = mixedValue(tree, node);
    const scale = ((options.visitOffset + mostVisits(tree, node)) * options.scale) / 2;
    let highest = mixed;
    for (let edge = first; edge < untried; edge++) {
      highest = Math.max(highest, completed(tree, edge, mixed));
    }
    const weight = (value: number): number => Math.exp(scale * (value - highest));
    let rest = 1;
    let norm = 0;
    for (let edge = first; edge < untried; edge++) {
      rest -= prior[edge];
      norm += prior[edge] * weight(completed(tree, edge, mixed));
    }
    norm += Math.max(0, rest) * weight(mixed);
    const total = visits[node] + pending[node]; // those of the moves, and the node's own
    let best = first;
    let bestScore = -Infinity;
    for (let edge = first; edge < end; edge++) {
      const to = child[edge];
      const share = to === NONE ? 0 : (visits[to] + pending[to]) / total;
      const score = (prior[edge] * weight(completed(tree, edge, mixed))) / norm - share;
      if (score > bestScore) {
        best = edge;
        bestScore = score;
      }
    }
    return best;
  };
}

/** How the root's moves are compared in one search: the draw of Gumbel-Top-k and the rounds. */
export class GumbelRoot {
  private gumbel: Float64Array = new Float64Array(0);
  private schedule: Int32Array = new Int32Array(0);
  private visit = 0;

  constructor(private readonly options: GumbelOptions) {}

  /** Draws noise for each move, pass last, or none where there is no `random`; lays out so many visits. */
  begin(tree: Tree, random: Random | undefined, visits: number): void {
    const noise = (): number => (random === undefined ? 0 : drawGumbel(random));
    this.gumbel = Float64Array.from({ length: tree.movesPerNode }, noise);
    const considered = Math.min(this.options.considered, tree.count[ROOT]);
    this.schedule = sequentialHalving(considered, visits);
    this.visit = 0;
  }

  /** The edge for the next visit: of those with the visits that the rounds ask for, the best. */
  next(tree: Tree): number {
    const wanted = this.schedule[Math.min(this.visit++, this.schedule.length - 1)];
    return this.argmax(tree, (visits) => visits === wanted);
  }

  /** The move to play in the end: of the most visited, the best. */
  chosen(tree: Tree): number {
    const most = mostVisits(tree, ROOT);
    return this.argmax(tree, (visits) => visits === most);
  }

  /** The edge of the root that maximises g + ln P + σ(Q) among those with visits that fit. */
  private argmax(tree: Tree, fits: (visits: number) => boolean): number {
    const { visits, pending, child, move, prior } = tree;
    const first = tree.first[ROOT];
    const most = mostVisits(tree, ROOT);
    const mixed = mixedValue(tree, ROOT);
    let best = NONE;
    let bestScore = -Infinity;
    for (let edge = first; edge < first + tree.count[ROOT]; edge++) {
      const to = child[edge];
      if (!fits(to === NONE ? 0 : visits[to] + pending[to])) continue;
      const value = sigma(this.options, most, completed(tree, edge, mixed));
      const score = this.gumbel[move[edge]] + Math.log(prior[edge]) + value;
      if (best === NONE || score > bestScore) {
        best = edge;
        bestScore = score;
      }
    }
    return best;
  }
}

/**
 * The improved policy of the root, π′ = softmax(ln P + σ(Q)) with completed values: the training
 * target of Gumbel AlphaZero. Written to `out`, [area + 1], by move.
 */
export function improvedPolicy(tree: Tree, options: GumbelOptions, out: Float32Array): void {
  const { move, prior } = tree;
  const first = tree.first[ROOT];
  const end = first + tree.count[ROOT];
  const mixed = mixedValue(tree, ROOT);
  const most = mostVisits(tree, ROOT);
  const logitOf = (edge: number): number =>
    Math.log(prior[edge]) + sigma(options, most, completed(tree, edge, mixed));
  out.fill(0);
  let highest = -Infinity;
  for (let edge = first; edge < end; edge++) highest = Math.max(highest, logitOf(edge));
  let norm = 0;
  for (let edge = first; edge < end; edge++) norm += Math.exp(logitOf(edge) - highest);
  for (let edge = first; edge < end; edge++) {
    out[move[edge]] = Math.exp(logitOf(edge) - highest) / norm;
  }
}
