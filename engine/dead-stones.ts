import { addPoint, pointsOf, without, type Bits } from './bits.js';
import { BLACK, WHITE } from './color.js';
import { hopelessStones, passAlive } from './benson.js';
import { playout } from './playout.js';
import type { Position } from './position.js';
import type { Random } from './random.js';
import { area } from './territory.js';

/**
 * Who owns each point at the end of the game: from −1, White's for certain, to 1, Black's; shape
 * [area], by point. From playouts, or from a network's ownership head.
 */
export type Ownership = Float32Array;

/**
 * How sure the enemy must own a chain's points for the chain to count as dead. Light playouts often let
 * stones live that are lost in a large territory, and see chains in seki as anybody's: so it takes
 * little more than chance in some hundred playouts. (docs/gtp.md, "Dead stones", has figures.)
 */
const DEAD_BEYOND = 0.2;

/**
 * Ownership as the mean of that many light playouts from the position. Each player begins half of
 * them, since in a seki whoever must move first loses it.
 */
export function playoutOwnership(position: Position, random: Random, playouts: number): Ownership {
  const { board } = position;
  const scratch = position.clone();
  const owned: Ownership = new Float32Array(board.area);
  for (let i = 0; i < playouts; i++) {
    scratch.copyFrom(position);
    if (i % 2 === 1) scratch.pass();
    playout(scratch, random, 3 * board.area);
    const { black, white } = area(board, scratch);
    for (const point of pointsOf(board, black)) owned[point] += 1 / playouts;
    for (const point of pointsOf(board, white)) owned[point] -= 1 / playouts;
  }
  return owned;
}

/**
 * The stones that are dead by an estimate of ownership, where what is certain overrules the
 * estimate: pass-alive chains live, and enemy stones within pass-alive territory are dead. A chain
 * lives or dies as a whole. Chains in seki, which playouts see as anybody's, live.
 */
export function deadStones(position: Position, ownership: Ownership, suicide = false): Bits {
  const { board } = position;
  const dead = hopelessStones(position, suicide);
  for (const color of [BLACK, WHITE] as const) {
    const safe = passAlive(position, color, suicide).stones;
    for (const chain of chainsOf(position, without(position.stones(color), safe))) {
      const sum = chain.reduce((total, point) => total + ownership[point], 0);
      const mean = (color === BLACK ? sum : -sum) / chain.length;
      if (mean < -DEAD_BEYOND) for (const point of chain) addPoint(board, dead, point);
    }
  }
  return dead;
}

/** The points of each chain in a set of whole chains. */
function chainsOf({ board, head }: Position, stones: Bits): number[][] {
  const chains = new Map<number, number[]>();
  for (const point of pointsOf(board, stones)) {
    const chain = head[board.cellOf[point]];
    const points = chains.get(chain);
    if (points === undefined) chains.set(chain, [point]);
    else points.push(point);
  }
  return [...chains.values()];
}
