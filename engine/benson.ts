import {
  countBits,
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
import { BLACK, WHITE, opponent, type Color } from './color.js';
import type { Stones } from './stones.js';

/** What a player keeps even if he passes for ever. */
export interface PassAlive {
  /** Stones that cannot be captured. */
  readonly stones: Bits;
  /** Regions that only such stones border on and in which the enemy has no room for two eyes. */
  readonly territory: Bits;
}

/** A chain, or a region that one colour encloses, with its neighbouring points. */
interface Part {
  readonly points: Bits;
  readonly border: Bits;
}

interface Region extends Part {
  /** The points that a chain must have all as neighbours to be sure of an eye in the region. */
  readonly vital: Bits;
}

/**
 * A player's unconditionally alive chains and their territory. Each such chain is sure of an eye in
 * two of the regions that the chains enclose: it touches their every empty point (D. B. Benson, "Life
 * in the game of Go", 1976), or, where the rules let the enemy take his own stones off, every point.
 * Chains with fewer, and regions that chains without them border on, are crossed out until none is
 * left to cross out.
 */
export function passAlive(stones: Stones, color: Color, suicide: boolean): PassAlive {
  const { board } = stones;
  const own = stones.stones(color);
  let chains = parts(board, own);
  let regions = regionsOf(stones, color, suicide);
  for (;;) {
    const alive = chains.filter((chain) => regions.filter((r) => isVital(r, chain)).length >= 2);
    if (alive.length === chains.length) break;
    const dead = chains.filter((chain) => !alive.includes(chain));
    regions = regions.filter((region) => !dead.some((c) => intersects(c.points, region.border)));
    chains = alive;
  }
  const safe = chains.length === 0 ? [] : regions.filter((region) => !hasRoom(board, region, own));
  return { stones: joined(board, chains), territory: joined(board, safe) };
}

/** Enemy stones in pass-alive territory: dead, whatever their owner does. */
export function hopelessStones(position: Stones, suicide: boolean): Bits {
  const inBlack = passAlive(position, BLACK, suicide).territory;
  const inWhite = passAlive(position, WHITE, suicide).territory;
  return position.black.map((row, y) => (row & inWhite[y]) | (position.white[y] & inBlack[y]));
}

/** What a player's stones divide the board into. */
function regionsOf(stones: Stones, color: Color, suicide: boolean): Region[] {
  const { board } = stones;
  const enemy = stones.stones(opponent(color));
  const outside = stones.stones(color).map((row) => board.fullRow & ~row);
  return parts(board, outside).map((region) => ({
    ...region,
    vital: suicide ? region.points : without(region.points, enemy),
  }));
}

/** Whether a region touches the chain, and all its vital points do. */
function isVital({ border, vital }: Region, chain: Part): boolean {
  return intersects(border, chain.points) && isEmpty(without(vital, chain.border));
}

/** Whether two points of a region, enough for two eyes, touch none of the player's stones. */
function hasRoom(board: Board, { points }: Region, own: Bits): boolean {
  const touched = emptyBits(board);
  neighbours(board, own, touched);
  return countBits(without(points, touched)) > 1;
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
