import {
  emptyBits,
  flood,
  intersects,
  isEmpty,
  lowestBit,
  neighbours,
  union,
  without,
  type Bits,
} from './bits.js';
import type { Board } from './board.js';
import { opponent, type Color } from './color.js';
import type { Stones } from './stones.js';

/** What a player keeps even if he passes for ever. */
export interface PassAlive {
  /** Stones that cannot be captured. */
  readonly stones: Bits;
  /** Regions around which they stand and in which the enemy has no room for an eye. */
  readonly territory: Bits;
}

/** A chain, or a region that one colour encloses, with its neighbouring points. */
interface Part {
  readonly points: Bits;
  readonly border: Bits;
}

interface Region extends Part {
  /** Its empty points. A chain that has them all as liberties finds an eye in the region. */
  readonly empty: Bits;
}

/**
 * A player's unconditionally alive chains and their territory: each such chain has two regions that
 * the chains enclose and whose every empty point is a liberty of it (D. B. Benson, "Life in the game
 * of Go", 1976). Chains with fewer, and regions that chains without them border on, are crossed out
 * until none is left to cross out.
 */
export function passAlive(stones: Stones, color: Color): PassAlive {
  const { board } = stones;
  const own = stones.stones(color);
  let chains: Part[] = parts(board, own);
  let regions: Region[] = parts(
    board,
    own.map((row) => board.fullRow & ~row),
  ).map((region) => ({ ...region, empty: without(region.points, stones.stones(opponent(color))) }));
  for (;;) {
    const alive = chains.filter((chain) => eyes(chain, regions) >= 2);
    if (alive.length === chains.length) break;
    const dead = chains.filter((chain) => !alive.includes(chain));
    regions = regions.filter((region) => !dead.some((c) => intersects(c.points, region.border)));
    chains = alive;
  }
  return {
    stones: joined(board, chains),
    territory: joined(
      board,
      regions.filter((region) => chains.some((c) => isVital(region, c))),
    ),
  };
}

/** How many regions are vital to a chain. */
function eyes(chain: Part, regions: readonly Region[]): number {
  return regions.filter((region) => isVital(region, chain)).length;
}

/** Whether a region touches the chain, and all its empty points are the chain's liberties. */
function isVital(region: Region, chain: Part): boolean {
  return intersects(region.border, chain.points) && isEmpty(without(region.empty, chain.border));
}

/** The connected parts of a set. */
function parts(board: Board, set: Bits): Part[] {
  const rest = set.slice();
  const found: Part[] = [];
  for (let y = 0; y < board.height; y++) {
    while (rest[y] !== 0) {
      const points = emptyBits(board);
      points[y] = 1 << lowestBit(rest[y]);
      flood(points, rest);
      for (let i = y; i < board.height; i++) rest[i] &= ~points[i];
      found.push({ points, border: around(board, points) });
    }
  }
  return found;
}

/** The points next to a set, outside it. */
function around(board: Board, points: Bits): Bits {
  const border = emptyBits(board);
  neighbours(board, points, border);
  return without(border, points);
}

function joined(board: Board, all: readonly Part[]): Bits {
  return all.reduce((sum, part) => union(sum, part.points), emptyBits(board));
}
