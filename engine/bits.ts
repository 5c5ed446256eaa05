import type { Board } from './board.js';

/** A set of points of a board: one word a row, bit `x` of word `y` for column `x` of row `y`. */
export type Bits = Int32Array;

/** An empty set. */
export function emptyBits(board: Board): Bits {
  return new Int32Array(board.height);
}

/** How many bits a word has set. */
export function popcount(word: number): number {
  word -= (word >>> 1) & 0x55555555;
  word = (word & 0x33333333) + ((word >>> 2) & 0x33333333);
  return Math.imul((word + (word >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** The number of the lowest set bit of a word that is not 0. */
export function lowestBit(word: number): number {
  return 31 - Math.clz32(word & -word);
}

/** How many points the set holds. */
export function countBits(bits: Bits): number {
  let count = 0;
  for (const row of bits) count += popcount(row);
  return count;
}

/** Whether the set holds no point. */
export function isEmpty(bits: Bits): boolean {
  return bits.every((row) => row === 0);
}

/** Whether two sets share a point. */
export function intersects(a: Bits, b: Bits): boolean {
  for (let y = 0; y < a.length; y++) if ((a[y] & b[y]) !== 0) return true;
  return false;
}

/** The points of either set. */
export function union(a: Bits, b: Bits): Bits {
  return a.map((row, y) => row | b[y]);
}

/** The points of the first set that are not in the second. */
export function without(a: Bits, b: Bits): Bits {
  return a.map((row, y) => row & ~b[y]);
}

/** Whether the set holds the point. */
export function hasPoint(board: Board, bits: Bits, point: number): boolean {
  return ((bits[board.y(point)] >>> board.x(point)) & 1) === 1;
}

/** Adds a point to the set. */
export function addPoint(board: Board, bits: Bits, point: number): void {
  bits[board.y(point)] |= 1 << board.x(point);
}

/** The points of the set in rising order. */
export function pointsOf(board: Board, bits: Bits): number[] {
  const points: number[] = [];
  for (let y = 0; y < board.height; y++) {
    for (let row = bits[y]; row !== 0; row &= row - 1) points.push(board.point(lowestBit(row), y));
  }
  return points;
}

/**
 * Writes the points next to one of `bits`, which may themselves be of it, to `out`; the two arrays may
 * be one.
 */
export function neighbours(board: Board, bits: Bits, out: Bits): void {
  const { height, fullRow } = board;
  let above = 0;
  let row = bits[0];
  for (let y = 0; y < height; y++) {
    const below = y + 1 < height ? bits[y + 1] : 0;
    out[y] = (above | below | (row << 1) | (row >>> 1)) & fullRow;
    above = row;
    row = below;
  }
}

/**
 * Grows `bits`, in place, to all that is connected to it within `within`: a flood fill, rows swept
 * down and up until nothing changes. `bits` must be a part of `within`.
 */
export function flood(bits: Bits, within: Bits): void {
  const last = bits.length - 1;
  let grown = true;
  while (grown) {
    grown = spread(bits, within, 0, last, 1);
    grown = spread(bits, within, last, 0, -1) || grown;
  }
}

/** One sweep of a flood from row `from` to row `to`; whether it added anything. */
function spread(bits: Bits, within: Bits, from: number, to: number, step: 1 | -1): boolean {
  let grown = false;
  let behind = 0;
  for (let y = from; y !== to + step; y += step) {
    const before = bits[y];
    const mask = within[y];
    let row = before | (behind & mask);
    for (;;) {
      const wider = row | (((row << 1) | (row >>> 1)) & mask);
      if (wider === row) break;
      row = wider;
    }
    if (row !== before) {
      bits[y] = row;
      grown = true;
    }
    behind = row;
  }
  return grown;
}
