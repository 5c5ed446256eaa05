import { candidates, rootValue, type Candidate } from '../../engine/search/result.js';
import { NONE, ROOT, type Tree } from '../../engine/search/tree.js';
import type { MoveReport, Report } from './engine.js';

/** The longest line that is told. */
const LONGEST_LINE = 30;

/** Standard errors between a move's value and its lower bound: 95 of a hundred are above. */
const LCB_ERRORS = 1.96;

/** What a search has found out so far. */
export function reportOf(tree: Tree, ownership?: Float32Array): Report {
  const visited = candidates(tree).map((candidate) => describe(tree, candidate));
  return {
    visits: tree.visits[ROOT],
    value: rootValue(tree),
    moves: [...visited, ...untried(tree)],
    ...(ownership === undefined ? {} : { ownership }),
  };
}

function describe(tree: Tree, { move, visits, value, prior }: Candidate): MoveReport {
  const { line, lineVisits } = expectedLine(tree, tree.child[tree.edgeOf(ROOT, move)]);
  return {
    move,
    visits,
    value,
    prior,
    lcb: Math.max(-1, value - LCB_ERRORS * standardError(value, visits)),
    line: [move, ...line],
    lineVisits: [visits, ...lineVisits],
  };
}

/** Of the mean of so many results that are won or lost. */
function standardError(value: number, visits: number): number {
  return Math.sqrt(Math.max(0, 1 - value * value) / visits) + 1 / visits;
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
