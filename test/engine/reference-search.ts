import { BLACK } from '../../engine/color.js';
import type { Game } from '../../engine/game.js';
import { hopelessStones } from '../../engine/benson.js';
import { score as scoreOf } from '../../engine/scoring.js';
import type { Opinions } from './fake-evaluator.js';

/** What a position, or a visit, is worth to the player to move at a node. */
export interface Worth {
  readonly value: number;
  readonly score: number;
  readonly utility: number;
}

/**
 * A slow, obvious tree search: objects, every visit kept, one leaf at a time, every formula written out
 * as in its paper. Whatever is worth something is worth it to the player to move at a node.
 */
export interface Node {
  /** By itself. */
  readonly worth: Worth;
  readonly edges: Edge[];
  readonly visits: Worth[];
}

export interface Edge {
  readonly move: number;
  readonly prior: number;
  child?: Node;
}

export type Choose = (node: Node, depth: number) => Edge;

/** Utility of a value and a margin, for the player to move at that depth. */
export type UtilityOf = (value: number, score: number, depth: number) => number;

export interface ReferenceOptions {
  readonly utilityOf?: UtilityOf;
  /** Which moves there are at the root. */
  readonly allows?: (move: number) => boolean;
}

/** The tree after so many visits of the root. */
export function search(
  game: Game,
  opinions: Opinions,
  choose: Choose,
  visits: number,
  { utilityOf = (value) => value, allows = () => true }: ReferenceOptions = {},
): Node {
  const root = makeNode(game, opinions, 0, utilityOf, allows);
  backUp([root]);
  while (root.visits.length < visits) {
    const path = [root];
    let isNew = false;
    for (let node = root; node.edges.length > 0 && !isNew;) {
      const edge = choose(node, path.length - 1);
      game.play(edge.move);
      isNew = edge.child === undefined;
      node = edge.child ??= makeNode(game, opinions, path.length, utilityOf);
      path.push(node);
    }
    backUp(path);
    for (let i = 1; i < path.length; i++) game.undo();
  }
  return root;
}

/** Adds a visit that ended in the last node of a path to all of them. */
function backUp(path: readonly Node[]): void {
  let { worth } = path.at(-1)!;
  for (const node of [...path].reverse()) {
    node.visits.push(worth);
    worth = { value: -worth.value, score: -worth.score, utility: -worth.utility };
  }
}

function makeNode(
  game: Game,
  opinions: Opinions,
  depth: number,
  utilityOf: UtilityOf,
  allows: (move: number) => boolean = () => true,
): Node {
  if (depth > 0 && game.end !== undefined) {
    const margin = finalMargin(game);
    return { worth: worthOf(Math.sign(margin), margin, depth, utilityOf), edges: [], visits: [] };
  }
  const { policy, value, score = 0 } = opinions(game);
  const worth = worthOf(Math.fround(value), Math.fround(score), depth, utilityOf);
  const legal = policy.map((_, move) => move).filter((move) => game.isLegal(move) && allows(move));
  const norm = legal.reduce((sum, move) => sum + Math.fround(policy[move]), 0);
  const edges = legal.map((move) => ({ move, prior: Math.fround(policy[move]) / norm }));
  return { worth, edges, visits: [] };
}

function worthOf(value: number, score: number, depth: number, utilityOf: UtilityOf): Worth {
  return { value, score, utility: Math.fround(utilityOf(value, score, depth)) };
}

/** The margin of a game that has ended, for the player to move. */
function finalMargin(game: Game): number {
  if (game.end === 'repetition') return 0;
  const dead = hopelessStones(game.position, game.rules.suicide);
  const { margin } = scoreOf(game.position, game.rules, game.handicap, dead);
  return game.toMove === BLACK ? -margin : margin;
}

/** The mean of what visits are worth. */
export function mean(visits: readonly Worth[], of: keyof Worth): number {
  return visits.reduce((sum, worth) => sum + worth[of], 0) / visits.length;
}

/** Q of an edge's child, in utility, for the player to move above it. */
export function q({ child }: Edge): number {
  return child === undefined ? 0 : -mean(child.visits, 'utility');
}

/** How often a move has been visited. */
export function count(edge: Edge): number {
  return edge.child?.visits.length ?? 0;
}

export function argmax(edges: readonly Edge[], score: (edge: Edge) => number): Edge {
  return edges.reduce((best, edge) => (score(edge) > score(best) ? edge : best));
}

/** The parameters of {@link slowPuct}. */
export interface SlowPuct {
  readonly c?: number;
  readonly urgency?: number | null;
  /** The factor of the exploration, given the utilities of a node's visits. */
  readonly factor?: (utilities: readonly number[]) => number;
}

/** Q + U (Silver et al. 2017, 2018), and Leela Zero's value for moves not tried yet. */
export function slowPuct(options: SlowPuct = {}): Choose {
  return (node) => argmax(node.edges, urgencyOf(node, options));
}

/** By what PUCT compares the moves of a node, each with its visits or with others in their place. */
export function urgencyOf(
  node: Node,
  { c = 1.25, urgency = 0.25, factor = () => 1 }: SlowPuct = {},
): (edge: Edge, visits?: number) => number {
  const tried = node.edges.filter((edge) => edge.child !== undefined);
  const mass = tried.reduce((sum, edge) => sum + edge.prior, 0);
  const untried = urgency === null ? 0 : mean(node.visits, 'utility') - urgency * Math.sqrt(mass);
  const total = node.visits.length;
  const scale =
    (c + Math.log((total + 19652) / 19652)) * factor(node.visits.map((visit) => visit.utility));
  return (edge, visits = count(edge)) =>
    (edge.child === undefined ? untried : q(edge)) +
    (scale * edge.prior * Math.sqrt(total)) / (1 + visits);
}
