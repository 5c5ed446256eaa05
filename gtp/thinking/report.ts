import { LOWER_BOUND, lowerBound, surestMove } from '../../engine/search/lower-bound.js';
import { candidates, rootScore, rootValue, type Candidate } from '../../engine/search/result.js';
import type { SearchSettings } from '../../engine/search/settings.js';
import { NONE, ROOT, type Tree } from '../../engine/search/tree.js';
import type { MoveReport, Report } from './engine.js';

/** The longest line that is told. */
const LONGEST_LINE = 30;

/**
 * What a search has found out so far, the moves in the order in which they would be chosen: by visits,
 * but the surest one first, where that is how to choose.
 */
export function reportOf(tree: Tree, settings: SearchSettings, ownership?: Float32Array): Report {
  const bound = settings.method === 'puct' ? settings.lowerBound : null;
  const { deviations } = bound ?? LOWER_BOUND;
  const visited = candidates(tree).map((candidate) => describe(tree, candidate, deviations));
  if (bound !== null) putFirst(visited, surestMove(tree, bound));
  const score = rootScore(tree);
  return {
    visits: tree.visits[ROOT],
    value: rootValue(tree),
    ...(score === undefined ? {} : { score }),
    moves: [...visited, ...untried(tree)],
    ...(ownership === undefined ? {} : { ownership }),
  };
}

function putFirst(moves: MoveReport[], first: number): void {
  const at = moves.findIndex(({ move }) => move === first);
  if (at > 0) moves.unshift(...moves.splice(at, 1));
}

function describe(tree: Tree, candidate: Candidate, deviations: number): MoveReport {
  const { move, visits } = candidate;
  const node = tree.child[tree.edgeOf(ROOT, move)];
  const { line, lineVisits } = expectedLine(tree, node);
  return {
    ...candidate,
    // Utility may count points too; how far the bound is below its mean is what is taken from here.
    lcb: Math.max(
      -1,
      candidate.value + lowerBound(tree, node, deviations) - tree.meanUtility(node),
    ),
    line: [move, ...line],
    lineVisits: [visits, ...lineVisits],
  };
}

/** The moves without a visit, by prior; as good as the position itself, for all that is known. */
function untried(tree: Tree): MoveReport[] {
  const first = tree.first[ROOT];
  const edges = Array.from({ length: tree.count[ROOT] }, (_, i) => first + i);
  return edges
    .filter((edge) => tree.child[edge] === NONE || tree.visits[tree.child[edge]] === 0)
    .sort((a, b) => tree.prior[b] - tree.prior[a])
    .map((edge) => ({
      move: tree.move[edge],
      visits: 0,
      value: rootValue(tree),
      lcb: -1,
      prior: tree.prior[edge],
      line: [tree.move[edge]],
      lineVisits: [0],
    }));
}

/** The most visited moves from a node on. */
function expectedLine(tree: Tree, from: number): { line: number[]; lineVisits: number[] } {
  const line: number[] = [];
  const lineVisits: number[] = [];
  let node = from;
  while (line.length < LONGEST_LINE - 1) {
    const edge = mostVisited(tree, node);
    if (edge === NONE) break;
    node = tree.child[edge];
    line.push(tree.move[edge]);
    lineVisits.push(tree.visits[node]);
  }
  return { line, lineVisits };
}

function mostVisited(tree: Tree, node: number): number {
  let best = NONE;
  let most = 0;
  const first = tree.first[node];
  for (let edge = first; edge < first + tree.tried[node]; edge++) {
    const visits = tree.visits[tree.child[edge]];
    if (visits > most) [best, most] = [edge, visits];
  }
  return best;
}
