import type { Board } from '../../engine/board.js';
import { symmetryCount, symmetryMap } from '../../engine/symmetry.js';

/** The hashes are whole numbers below this: exact in a double. */
export const HASH_RANGE = 2 ** 53;

const LOW_SEED = 0x9747b28c;
const HIGH_SEED = 0x3c6ef372;

/**
 * A hash of the moves alone, the same under every symmetry of the board: a game keeps it whatever
 * its file says of players, dates or comments, however it is turned, and whether or not the passes
 * are recorded that end it.
 */
export function hashGame(board: Board, allMoves: Int16Array): number {
  const moves = allMoves.subarray(0, allMoves.findLastIndex((move) => move !== board.pass) + 1);
  // Sums do not depend on the order of what is added: here the views of the game.
  let low = 0;
  let high = 0;
  for (let symmetry = 0; symmetry < symmetryCount(board); symmetry++) {
    const map = symmetryMap(board, symmetry);
    low = (low + hashView(map, moves, LOW_SEED)) | 0;
    high = (high + hashView(map, moves, HIGH_SEED)) | 0;
  }
  return (high >>> 11) * 2 ** 32 + (low >>> 0);
}

function hashView(map: Int32Array, moves: Int16Array, seed: number): number {
  let hash = seed;
  for (const move of moves) hash = Math.imul(hash ^ (map[move] + 1), 0x85ebca6b) ^ (hash >>> 15);
  return mixed(hash);
}

/** The end of MurmurHash3 (Appleby 2011): every bit changes every other. */
function mixed(word: number): number {
  let h = word;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
