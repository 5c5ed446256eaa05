import { EMPTY } from './color.js';
import type { Stones } from './stones.js';

/**
 * Adds the liberties of the chain that has a stone on that cell to a bit set, whose first row is word
 * `at` of `out`.
 * @returns how many of them the set did not have before; all, exactly counted, if it was empty.
 */
export function addLiberties(stones: Stones, stone: number, out: Int32Array, at = 0): number {
  const { board, color, next } = stones;
  const { rowOf, bitOf, around } = board;
  let added = 0;
  let cell = stone;
  do {
    for (let i = 0; i < 4; i++) {
      const near = cell + around[i];
      if (color[near] !== EMPTY) continue;
      const word = at + rowOf[near];
      const bit = bitOf[near];
      if ((out[word] & bit) === 0) {
        out[word] |= bit;
        added++;
      }
    }
    cell = next[cell];
  } while (cell !== stone);
  return added;
}

/**
 * Lists liberties of the chain that has a stone on that cell, as cells in no order that means
 * anything, behind the first `listed` entries of `list` and without repeating any of those. Stops when
 * the list is `limit` long.
 * @returns the length of the list then.
 */
export function listLiberties(
  { board, color, next }: Stones,
  stone: number,
  list: Int32Array,
  limit: number,
  listed = 0,
): number {
  const { around } = board;
  let count = listed;
  let cell = stone;
  do {
    for (let i = 0; i < 4; i++) {
      const near = cell + around[i];
      if (color[near] !== EMPTY || holds(list, count, near)) continue;
      list[count++] = near;
      if (count === limit) return count;
    }
    cell = next[cell];
  } while (cell !== stone);
  return count;
}

/** Whether a value is among the first `count` of a list. */
export function holds(list: Int32Array, count: number, value: number): boolean {
  for (let i = 0; i < count; i++) if (list[i] === value) return true;
  return false;
}
