import { BLACK } from '../../engine/color.js';
import type { Game } from '../../engine/game.js';
import { hopelessStones } from '../../engine/benson.js';
import { score } from '../../engine/scoring.js';
import type { Opinions } from './fake-evaluator.js';

/**
 * A slow, obvious tree search: objects, recursion, one leaf at a time, every formula written out as in
 * its paper. Values are those of the player to move at a node.
 */
export interface Node {
  readonly value: number;
  readonly ended: boolean;
  visits: number;
  total: number;
  readonly edges: Edge[];
}

export interface Edge {
  readonly move: number;
  readonly prior: number;
  child?: Node;
}

export type Choose = (node: Node, depth: number) => Edge;

/** The tree after so many visits of the root. */
export function search(game: Game, opinions: Opinions, choose: Choose, visits: number): Node {
  const root = makeNode(game, opinions, false);
  for (let i = 1; i < visits; i++) visit(root, game, opinions, choose, 0);
  return root;
}

function visit(node: Node, game: Game, opinions: Opinions, choose: Choose, depth: number): number {
  const edge = choose(node, depth);
  game.play(edge.move);
  let value: number;
  if (edge.child === undefined) {
    edge.child = makeNode(game, opinions, game.end !== undefined);
    value = -edge.child.value;
  } else if (edge.child.ended) {
    edge.child.visits++;
    edge.child.total += edge.child.value;
    value = -edge.child.value;
  } else {
    value = -visit(edge.child, game, opinions, choose, depth + 1);
  }
  game.undo();
  node.visits++;
  node.total += value;
  return value;
}

function makeNode(game: Game, opinions: Opinions, ended: boolean): Node {
  if (ended) {
    const value = finalValue(game);
    return { value, ended, visits: 1, total: value, edges: [] };
  }
  const { policy, value } = opinions(game);
  const single = Math.fround(value);
  const legal = policy.map((_, move) => move).filter((move) => game.isLegal(move));
  const norm = legal.reduce((sum, move) => sum + Math.fround(policy[move]), 0);
  const edges = legal.map((move) => ({ move, prior: Math.fround(policy[move]) / norm }));
  return { value: single, ended, visits: 1, total: single, edges };
}

function finalValue(game: Game): number {
  if (game.end === 'repetition') return 0;
  const dead = hopelessStones(game.position, game.rules.suicide);
  const { margin } = score(game.position, game.rules, game.handicap, dead);
  return Math.sign(game.toMove === BLACK ? -margin : margin);
}

/** Q of an edge's child for the player to move above it. */
export function q(edge: Edge): number {
  return edge.child === undefined ? 0 : -edge.child.total / edge.child.visits;
}

export function count(edge: Edge): number {
  return edge.child?.visits ?? 0;
}

export function argmax(edges: readonly Edge[], score: (edge: Edge) => number): Edge {
  return edges.reduce((best, edge) => (score(edge) > score(best) ? edge : best));
}
