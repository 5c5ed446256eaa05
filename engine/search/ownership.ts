import { lowestBit, type Bits } from '../bits.js';
import type { Board } from '../board.js';
import { BLACK, type Color } from '../color.js';
import type { Sides } from '../territory.js';
import { ROOT, type Tree } from './tree.js';

/** What stands for a point that is surely Black's; White's is its negative. */
const SURE = 127;

/** Notes a node's expected owners: a row of a batch's ownership, seen by `color`. */
export function noteOwnership(
  tree: Tree,
  node: number,
  ownership: Float32Array,
  row: number,
  color: Color,
): void {
  const { owners, ownedPoints } = tree;
  const scale = color === BLACK ? SURE : -SURE;
  for (let point = 0; point < ownedPoints; point++) {
    owners[node * ownedPoints + point] = Math.round(scale * ownership[row * ownedPoints + point]);
  }
}

/** Notes who owns what in a node where the game has ended. */
export function noteOwners(tree: Tree, node: number, board: Board, counted: Sides): void {
  const at = node * tree.ownedPoints;
  tree.owners.fill(0, at, at + tree.ownedPoints);
  mark(tree, at, board, counted.black, SURE);
  mark(tree, at, board, counted.white, -SURE);
}

function mark({ owners }: Tree, at: number, board: Board, points: Bits, owner: number): void {
  for (let y = 0; y < board.height; y++) {
    for (let row = points[y]; row !== 0; row &= row - 1) {
      owners[at + board.point(lowestBit(row), y)] = owner;
    }
  }
}

/**
 * Writes the mean over a node's visits of the owner of each point, [area], from −1 for the opponent of
 * `color` to 1 for `color`. False, and nothing written, where the tree does not know of owners.
 */
export function meanOwnership(tree: Tree, color: Color, out: Float32Array, node = ROOT): boolean {
  const visits = tree.visits[node];
  if (!tree.hasOwners || visits === 0) return false;
  out.fill(0);
  addOwners(tree, node, (color === BLACK ? 1 : -1) / (SURE * visits), out);
  return true;
}

function addOwners(tree: Tree, node: number, weight: number, out: Float32Array): void {
  const { owners, ownedPoints, child, visits } = tree;
  let own = visits[node];
  const first = tree.first[node];
  for (let edge = first; edge < first + tree.tried[node]; edge++) {
    own -= visits[child[edge]];
    addOwners(tree, child[edge], weight, out);
  }
  if (own === 0) return;
  const at = node * ownedPoints;
  for (let point = 0; point < ownedPoints; point++) out[point] += own * weight * owners[at + point];
}
