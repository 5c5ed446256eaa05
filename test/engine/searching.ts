import assert from 'node:assert/strict';
import { Board } from '../../engine/board.js';
import { Game } from '../../engine/game.js';
import { Random } from '../../engine/random.js';
import { RULE_PRESETS, type Rules } from '../../engine/rules.js';
import { run } from '../../engine/search/run.js';
import { Search, type Chooser, type SearchOptions } from '../../engine/search/search.js';
import { ROOT, type Tree } from '../../engine/search/tree.js';
import { fakeEvaluator, hashedOpinions, type Opinions } from './fake-evaluator.js';
import type { Node, Worth } from './reference-search.js';

export const RULES: Rules = { ...RULE_PRESETS['tromp-taylor'], komi: 0.5 };

/** A game after some random moves, without passes. */
export function gameAfter(side: number, moves: number, seed: number): Game {
  const game = new Game(Board.of(side), RULES);
  const random = new Random(seed);
  for (let i = 0; i < 20 * moves && game.length < moves; i++) {
    const point = random.below(game.board.area);
    if (game.isLegal(point)) game.play(point);
  }
  return game;
}

export interface Searched extends SearchOptions {
  readonly opinions?: Opinions;
  /** How many leaves are evaluated at once. */
  readonly leaves?: number;
  /** Called when the root has been evaluated. */
  readonly prepare?: (tree: Tree) => void;
}

/** A search after so many visits. */
export async function searched(
  game: Game,
  chooser: Chooser,
  visits: number,
  options: Searched = {},
): Promise<Search> {
  const search = new Search(game, chooser, 10_000, options);
  await searchOn(search, 1, options);
  options.prepare?.(search.tree);
  await searchOn(search, visits, options);
  return search;
}

/** Lets a search go on until the root has so many visits. */
export async function searchOn(
  search: Search,
  visits: number,
  { opinions = hashedOpinions, leaves = 1 }: Searched = {},
): Promise<void> {
  const evaluator = fakeEvaluator(opinions);
  const batch = evaluator.batch(search.board, leaves);
  assert.equal(await run(search, evaluator, batch, { visits }), 'visits');
}

/** Visits of a whole tree and what they are worth, as nested lists in the order of moves. */
export function shapeOf(tree: Tree, node = ROOT): unknown {
  const first = tree.first[node];
  const tried = Array.from({ length: tree.tried[node] }, (_, i) => first + i);
  const children = tried
    .sort((a, b) => tree.move[a] - tree.move[b])
    .map((edge) => [tree.move[edge], shapeOf(tree, tree.child[edge])]);
  const { sum, utilitySum, squareSum, scoreSum } = tree;
  const sums = [-sum[node], -utilitySum[node], squareSum[node], -scoreSum[node]];
  return [tree.visits[node], ...sums.map(rounded), ...children];
}

/** The same of a tree of the reference. */
export function shapeOfReference({ edges, visits }: Node): unknown {
  const children = edges
    .filter((edge) => edge.child !== undefined)
    .sort((a, b) => a.move - b.move)
    .map((edge) => [edge.move, shapeOfReference(edge.child!)]);
  const sum = (of: (worth: Worth) => number): number =>
    visits.reduce((total, worth) => total + of(worth), 0);
  const sums = [
    sum((worth) => worth.value),
    sum((worth) => worth.utility),
    sum((worth) => worth.utility ** 2),
    sum((worth) => worth.score),
  ];
  return [visits.length, ...sums.map(rounded), ...children];
}

function rounded(x: number): string {
  return (Math.round(1e5 * x) / 1e5 + 0).toString();
}
