import { BLACK, EMPTY, WHITE, opponent, type Color } from './color.js';
import type { Position } from './position.js';
import type { Stones } from './stones.js';
import { WHITE_TO_MOVE_HIGH, WHITE_TO_MOVE_LOW, ZOBRIST_WORDS, zobristTable } from './zobrist.js';

/** A 64-bit key: low half, high half. */
export type Key = Int32Array;

/**
 * Writes the key under which a position counts as seen before to `out`: the hash of its stones, with
 * the side to move in it if `situational`.
 */
export function keyOf(position: Position, situational: boolean, out: Key): void {
  out[0] = position.hashLow;
  out[1] = position.hashHigh;
  if (situational) addTurn(position.toMove, out);
}

/**
 * Writes the key of the position after a legal move of the side to move on an empty cell to `out`,
 * without playing it.
 */
export function keyAfter(position: Position, cell: number, situational: boolean, out: Key): void {
  const own = position.toMove;
  keyOf(position, false, out);
  if (toggleCaptures(position, cell, own, out)) toggleCell(position, cell, own, out);
  else toggleSuicide(position, cell, own, out);
  if (situational) addTurn(opponent(own), out);
}

function addTurn(toMove: Color, key: Key): void {
  if (toMove !== WHITE) return;
  key[0] ^= WHITE_TO_MOVE_LOW;
  key[1] ^= WHITE_TO_MOVE_HIGH;
}

/** Takes what a stone on the cell would capture out of the key; whether the stone itself then lives. */
function toggleCaptures(stones: Stones, cell: number, own: Color, key: Key): boolean {
  const { color, head, board } = stones;
  let lives = false;
  for (let i = 0; i < 4; i++) {
    const near = cell + board.around[i];
    const chain = head[near];
    if (chain === 0) {
      lives ||= color[near] === EMPTY;
    } else if ((stones.lastLiberty(chain) === cell) !== (color[near] === own)) {
      lives = true;
      if (color[near] !== own && isFirst(stones, cell, i)) toggleChain(stones, chain, key);
    }
  }
  return lives;
}

/** Takes the chains that a stone on the cell would join out of the key; the stone goes with them. */
function toggleSuicide(stones: Stones, cell: number, own: Color, key: Key): void {
  for (let i = 0; i < 4; i++) {
    const near = cell + stones.board.around[i];
    if (stones.color[near] === own && isFirst(stones, cell, i)) {
      toggleChain(stones, stones.head[near], key);
    }
  }
}

/** Whether no earlier neighbour of the cell is of the same chain as neighbour `i`. */
function isFirst({ head, board: { around } }: Stones, cell: number, i: number): boolean {
  const chain = head[cell + around[i]];
  for (let j = 0; j < i; j++) if (head[cell + around[j]] === chain) return false;
  return true;
}

function toggleChain(stones: Stones, chain: number, key: Key): void {
  const color = stones.color[chain] as Color;
  let cell = chain;
  do {
    toggleCell(stones, cell, color, key);
    cell = stones.next[cell];
  } while (cell !== chain);
}

function toggleCell({ board }: Stones, cell: number, color: Color, key: Key): void {
  const table = zobristTable(board);
  const at = cell * ZOBRIST_WORDS + (color === BLACK ? 0 : 2);
  key[0] ^= table[at];
  key[1] ^= table[at + 1];
}
