import { countBits, emptyBits, type Bits } from '../bits.js';
import type { Board } from '../board.js';
import { addLiberties, holds } from '../chains.js';
import { EMPTY, opponent } from '../color.js';
import type { Position } from '../position.js';

/**
 * What a move of the side to move would do, found from the liberty sets of the chains it touches and
 * without playing it.
 */
export class MoveEffects {
  /** Enemy stones that the move captures. */
  captured = 0;
  /** Stones of the chain that the move makes, before any suicide. */
  size = 0;
  /** Liberties of that chain once captured stones are gone; 0 for suicide. */
  liberties = 0;

  /** Head of a chain → how many liberties it has, after {@link read}. */
  readonly libertyCount: Int32Array;
  /** Head of a chain → its liberties, `height` words. */
  private readonly libertyRows: Int32Array;
  /** Liberties of the new chain. */
  private readonly free: Bits;
  /** Heads of the neighbouring chains that the move joins, captures. */
  private readonly joins = new Int32Array(4);
  private readonly captures = new Int32Array(4);

  constructor(private readonly board: Board) {
    this.libertyCount = new Int32Array(board.cells);
    this.libertyRows = new Int32Array(board.cells * board.height);
    this.free = emptyBits(board);
  }

  /** Finds the liberties of a position's chains, on which the next calls of {@link of} rest. */
  read(position: Position): void {
    const { board, libertyRows, libertyCount } = this;
    const { height } = board;
    for (let point = 0; point < board.area; point++) {
      const cell = board.cellOf[point];
      if (position.head[cell] !== cell) continue;
      const at = cell * height;
      libertyRows.fill(0, at, at + height);
      libertyCount[cell] = addLiberties(position, cell, libertyRows, at);
    }
  }

  /** Finds the effects of a move on an empty cell: sets `captured`, `size` and `liberties`. */
  of(position: Position, cell: number): void {
    const { board, joins, captures, libertyCount } = this;
    const { color, head, size, toMove } = position;
    const enemy = opponent(toMove);
    let joined = 0;
    let taken = 0;
    this.captured = 0;
    this.size = 1;
    for (let i = 0; i < 4; i++) {
      const near = cell + board.around[i];
      const chain = head[near];
      if (color[near] === toMove && !holds(joins, joined, chain)) {
        joins[joined++] = chain;
        this.size += size[chain];
      } else if (color[near] === enemy && libertyCount[chain] === 1) {
        if (holds(captures, taken, chain)) continue;
        captures[taken++] = chain;
        this.captured += size[chain];
      }
    }
    this.liberties =
      joined + taken === 0
        ? emptiesAround(position, cell)
        : this.countUnion(position, cell, joined, taken);
  }

  /** Counts the liberties that the move's chain gets from all sides, each once. */
  private countUnion(position: Position, cell: number, joined: number, taken: number): number {
    const { board, free, joins, captures } = this;
    const { color } = position;
    const { rowOf, bitOf, around } = board;
    free.fill(0);
    for (let i = 0; i < 4; i++) {
      const near = cell + around[i];
      if (color[near] === EMPTY) free[rowOf[near]] |= bitOf[near];
    }
    for (let i = 0; i < joined; i++) this.addLibertiesOf(joins[i]);
    for (let i = 0; i < taken; i++) this.addVacated(position, captures[i], cell, joined);
    free[rowOf[cell]] &= ~bitOf[cell];
    return countBits(free);
  }

  private addLibertiesOf(chain: number): void {
    const { free, libertyRows } = this;
    const at = chain * free.length;
    for (let y = 0; y < free.length; y++) free[y] |= libertyRows[at + y];
  }

  /** Adds the places of captured stones next to the new chain: the cell and the chains it joins. */
  private addVacated(position: Position, chain: number, cell: number, joined: number): void {
    const { board, free, joins } = this;
    const { next, head } = position;
    let stone = chain;
    do {
      for (let i = 0; i < 4; i++) {
        const near = stone + board.around[i];
        if (near === cell || holds(joins, joined, head[near])) {
          free[board.rowOf[stone]] |= board.bitOf[stone];
        }
      }
      stone = next[stone];
    } while (stone !== chain);
  }
}

function emptiesAround({ board, color }: Position, cell: number): number {
  let count = 0;
  for (let i = 0; i < 4; i++) if (color[cell + board.around[i]] === EMPTY) count++;
  return count;
}
