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

/** A tree, or what is below a node: visits, what they are worth, and the same of each move, by move. */
export interface Shape {
  readonly visits: number;
  readonly sums: readonly number[];
  readonly moves: ReadonlyMap<number, Shape>;
}

/** The shape of a tree, worth being that for the player to move at a node. */
export function shapeOf(tree: Tree, node = ROOT): Shape {
  const { sum, utilitySum, squareSum, scoreSum } = tree;
  const moves = new Map<number, Shape>();
  for (let edge = tree.first[node]; edge < tree.first[node] + tree.tried[node]; edge++) {
    moves.set(tree.move[edge], shapeOf(tree, tree.child[edge]));
  }
  const sums = [-sum[node], -utilitySum[node], squareSum[node], -scoreSum[node]];
  return { visits: tree.visits[node], sums, moves };
}

/** The shape of a tree of the reference. */
export function shapeOfReference({ edges, visits }: Node): Shape {
  const total = (of: (worth: Worth) => number): number =>
    visits.reduce((sum, worth) => sum + of(worth), 0);
  const sums = [
    total((worth) => worth.value),
    total((worth) => worth.utility),
    total((worth) => worth.utility ** 2),
    total((worth) => worth.score),
  ];
  const tried = edges.filter((edge) => edge.child !== undefined);
  const moves = new Map(tried.map((edge) => [edge.move, shapeOfReference(edge.child!)]));
  return { visits: visits.length, sums, moves };
}

/** Asserts that two trees are the same, up to the rounding of sums. */
export function assertAlike(actual: Shape, expected: Shape, line = 'root'): void {
  assert.equal(actual.visits, expected.visits, `visits of ${line}`);
  actual.sums.forEach((sum, i) => {
    assert.ok(Math.abs(sum - expected.sums[i]) < 1e-6, `${sum}, ${expected.sums[i]} of ${line}`);
  });
  assert.deepEqual(sorted(actual.moves.keys()), sorted(expected.moves.keys()), `moves of ${line}`);
  for (const [move, below] of actual.moves) {
    assertAlike(below, expected.moves.get(move)!, `${line} ${move}`);
  }
}

function sorted(moves: Iterable<number>): number[] {
  return [...moves].sort((a, b) => a - b);
}
