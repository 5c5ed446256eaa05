import { lowestBit, type Bits } from './bits.js';
import type { Board } from './board.js';
import { BLACK, EDGE, EMPTY, WHITE, type Color } from './color.js';
import { ZOBRIST_WORDS, zobristTable } from './zobrist.js';

/**
 * One liberty in a chain's sum of liberties, beside the liberty's cell. A chain keeps Σ (LIBERTY +
 * cell) over every pair of one of its stones and an empty neighbour, in one word: the pairs are
 * counted in the bits from 20 up, their cells are added up below; both fit on 25×25. So a chain has
 * no liberty when its word is 0, and merging two chains adds their words.
 */
export const LIBERTY = 1 << 20;

/** The words of `state`. TO_MOVE is for {@link Position}. */
export const TO_MOVE = 0;
export const KO = 1;
export const TAKEN_FROM = 2; // two words: black stones, white stones
const EMPTIES = 4;
const HASH_LOW = 5;
const HASH_HIGH = 6;
const STATE_WORDS = 7;

/** Where the rows of black stones begin in a snapshot; those of white stones follow them. */
export const BLACK_ROWS = STATE_WORDS;

/** How many words a snapshot of stones on that board takes. */
export function snapshotWords(board: Board): number {
  return STATE_WORDS + 2 * board.height;
}

/**
 * Stones on a board and the chains they form, kept up to date stone by stone.
 *
 * Everything lies in one block of memory, so that a copy is one block move and nothing is allocated
 * in play. Bit sets of the stones stand beside per-cell arrays that follow the chains: a chain is a
 * ring of its stones (`next`), known by one of them, its head. The arrays are open for the engine's
 * inner loops to read; only the methods write them.
 */
export class Stones {
  readonly board: Board;
  /** Distance between vertically neighbouring cells, as in the board. */
  protected readonly stride: number;
  /** The black and the white stones. Live views: copy them to keep them. */
  readonly black: Bits;
  readonly white: Bits;

  /** Cell → EMPTY, BLACK, WHITE or EDGE. */
  readonly color: Int32Array;
  /** Cell of a stone → head of its chain; 0 for other cells. */
  readonly head: Int32Array;
  /** Cell of a stone → the next stone of its chain, in a ring. */
  readonly next: Int32Array;
  /** Head → stones in the chain. */
  readonly size: Int32Array;
  /** Head → the chain's sum of liberties, see {@link LIBERTY}. Word 0, the border's, is waste. */
  readonly liberties: Int32Array;
  /** The empty cells in any order, `emptyCount` of them. */
  readonly empties: Int32Array;
  /** Empty cell → its place in `empties`. */
  readonly emptyAt: Int32Array;

  protected readonly state: Int32Array;
  private readonly memory: Int32Array;
  /** The first words of memory, from which the rest can be made again: state and bit sets. */
  private readonly essence: Int32Array;
  private readonly zobrist: Int32Array;

  /** No stones. */
  constructor(board: Board) {
    const { cells, height } = board;
    this.board = board;
    this.stride = board.stride;
    this.zobrist = zobristTable(board);
    this.memory = new Int32Array(snapshotWords(board) + 7 * cells);
    this.essence = this.memory.subarray(0, snapshotWords(board));
    let used = 0;
    const view = (words: number): Int32Array => this.memory.subarray(used, (used += words));
    this.state = view(STATE_WORDS);
    this.black = view(height);
    this.white = view(height);
    this.color = view(cells);
    this.head = view(cells);
    this.next = view(cells);
    this.size = view(cells);
    this.liberties = view(cells);
    this.empties = view(cells);
    this.emptyAt = view(cells);
    this.sweep();
  }

  /** Becomes equal to stones on the same board. */
  copyFrom(other: this): void {
    this.memory.set(other.memory);
  }

  /** Writes a snapshot, {@link snapshotWords} long, into an array of the caller's. */
  save(into: Int32Array, offset: number): void {
    into.set(this.essence, offset);
  }

  /** Becomes what was saved on a board of the same shape. */
  load(from: Int32Array, offset: number): void {
    const { height } = this.board;
    const black = offset + STATE_WORDS;
    this.sweep();
    this.putAll(from.subarray(black, black + height), BLACK);
    this.putAll(from.subarray(black + height, black + 2 * height), WHITE);
    for (const word of [TO_MOVE, KO, TAKEN_FROM, TAKEN_FROM + 1]) {
      this.state[word] = from[offset + word];
    }
  }

  /** The stones of one colour. */
  stones(color: Color): Bits {
    return color === BLACK ? this.black : this.white;
  }

  /** EMPTY, BLACK or WHITE. */
  at(point: number): number {
    return this.color[this.board.cellOf[point]];
  }

  get emptyCount(): number {
    return this.state[EMPTIES];
  }

  /** How many stones of that colour have been taken off the board. */
  captured(color: Color): number {
    return this.state[TAKEN_FROM + color - 1];
  }

  /** Low half of the stones' Zobrist hash. */
  get hashLow(): number {
    return this.state[HASH_LOW];
  }

  /** High half of the stones' Zobrist hash. */
  get hashHigh(): number {
    return this.state[HASH_HIGH];
  }

  /** Exchanges two places of the list of empty cells, whose order means nothing. */
  swapEmpties(i: number, j: number): void {
    const { empties, emptyAt } = this;
    const a = empties[i];
    const b = empties[j];
    empties[i] = b;
    empties[j] = a;
    emptyAt[b] = i;
    emptyAt[a] = j;
  }

  /**
   * The liberty of a chain that has one only: its cell, or 0 if the chain has more. Several stones
   * may touch that liberty, so a sum of up to four pairs is looked at closely.
   */
  lastLiberty(head: number): number {
    const sum = this.liberties[head];
    const pairs = sum >>> 20;
    if (pairs === 1) return sum - LIBERTY;
    if (pairs > 4) return 0;
    const cells = sum & (LIBERTY - 1);
    const cell = (cells / pairs) | 0;
    if (cell * pairs !== cells || this.color[cell] !== EMPTY) return 0;
    return this.touches(cell, head) === pairs ? cell : 0;
  }

  /** How many of a cell's neighbours belong to the chain. */
  private touches(cell: number, head: number): number {
    const { head: chain, stride } = this;
    return (
      (chain[cell - stride] === head ? 1 : 0) +
      (chain[cell - 1] === head ? 1 : 0) +
      (chain[cell + 1] === head ? 1 : 0) +
      (chain[cell + stride] === head ? 1 : 0)
    );
  }

  /**
   * Whether an empty cell is an eye of that colour: every neighbour is the owner's, and of the four
   * corners the enemy has at most one, or none at the edge.
   */
  isEye(cell: number, owner: Color): boolean {
    const { color, stride } = this;
    const sides = color[cell - stride] & color[cell - 1] & color[cell + 1] & color[cell + stride];
    if ((sides & owner) === 0) return false;
    const a = color[cell - stride - 1];
    const b = color[cell - stride + 1];
    const c = color[cell + stride - 1];
    const d = color[cell + stride + 1];
    const enemy = 3 - owner;
    const enemies =
      (a === enemy ? 1 : 0) + (b === enemy ? 1 : 0) + (c === enemy ? 1 : 0) + (d === enemy ? 1 : 0);
    const atEdge = a === EDGE || b === EDGE || c === EDGE || d === EDGE;
    return enemies < (atEdge ? 1 : 2);
  }

  /**
   * Puts a stone on an empty cell. Enemy chains that it leaves without liberty go, and then its own
   * chain if it has none; a lone stone that took one stone and can be taken back starts a ko.
   */
  protected put(cell: number, own: Color): void {
    const { state, color, head, liberties, size, stride } = this;
    this.fill(cell, own);
    let mine = cell;
    let free = 0;
    let taken = 0;
    for (let i = 0; i < 4; i++) {
      const near =
        i === 0 ? cell - stride : i === 1 ? cell - 1 : i === 2 ? cell + 1 : cell + stride;
      const stone = color[near];
      if (stone === EMPTY) {
        free += LIBERTY + near;
      } else if (stone !== EDGE) {
        const chain = head[near];
        const left = liberties[chain] - LIBERTY - cell;
        liberties[chain] = left;
        if (stone !== own) {
          if (left === 0) taken += this.detach(chain, stone as Color);
        } else if (chain !== mine) {
          mine = this.merge(mine, chain);
        }
      }
    }
    const left = liberties[mine] + free;
    liberties[mine] = left;
    if (left === 0) this.detach(mine, own);
    state[KO] = taken === 1 && size[mine] === 1 && left >>> 20 === 1 ? left - LIBERTY : 0;
  }

  /** Takes a chain off the board; returns how many stones that were. */
  private detach(mine: number, own: Color): number {
    const { board, head, next, liberties, color, empties, emptyAt, zobrist, state, stride } = this;
    const { rowOf, bitOf } = board;
    const rows = this.stones(own);
    const hashAt = 2 * (own - 1);
    let low = state[HASH_LOW];
    let high = state[HASH_HIGH];
    const before = state[EMPTIES];
    let count = before;
    let cell = mine;
    do {
      color[cell] = EMPTY;
      head[cell] = 0;
      empties[count] = cell;
      emptyAt[cell] = count++;
      rows[rowOf[cell]] ^= bitOf[cell];
      low ^= zobrist[cell * ZOBRIST_WORDS + hashAt];
      high ^= zobrist[cell * ZOBRIST_WORDS + hashAt + 1];
      liberties[head[cell - stride]] += LIBERTY + cell;
      liberties[head[cell - 1]] += LIBERTY + cell;
      liberties[head[cell + 1]] += LIBERTY + cell;
      liberties[head[cell + stride]] += LIBERTY + cell;
      cell = next[cell];
    } while (cell !== mine);
    state[EMPTIES] = count;
    state[HASH_LOW] = low;
    state[HASH_HIGH] = high;
    state[TAKEN_FROM + own - 1] += count - before;
    return count - before;
  }

  /** Joins two chains of one colour under the head of the larger, which it returns. */
  private merge(a: number, b: number): number {
    const { head, next, size, liberties } = this;
    const large = size[a] < size[b] ? b : a;
    const small = large === a ? b : a;
    liberties[large] += liberties[small];
    size[large] += size[small];
    let cell = small;
    do {
      head[cell] = large;
      cell = next[cell];
    } while (cell !== small);
    const after = next[large];
    next[large] = next[small];
    next[small] = after;
    return large;
  }

  /** Makes an empty cell a chain of one stone, not yet joined to its neighbours. */
  private fill(cell: number, own: Color): void {
    const { board, empties, emptyAt, zobrist, state } = this;
    const last = empties[--state[EMPTIES]];
    const place = emptyAt[cell];
    empties[place] = last;
    emptyAt[last] = place;
    const hashAt = cell * ZOBRIST_WORDS + 2 * (own - 1);
    state[HASH_LOW] ^= zobrist[hashAt];
    state[HASH_HIGH] ^= zobrist[hashAt + 1];
    this.stones(own)[board.rowOf[cell]] ^= board.bitOf[cell];
    this.color[cell] = own;
    this.head[cell] = cell;
    this.next[cell] = cell;
    this.size[cell] = 1;
    this.liberties[cell] = 0;
  }

  /**
   * Puts many stones of one colour on empty points, black before white. Of a legal position, where
   * every chain has a liberty, nothing is taken off on the way; of any other, something is.
   */
  protected putAll(points: Bits, own: Color): void {
    const { stride } = this;
    const { height } = this.board;
    for (let y = 0; y < height; y++) {
      for (let row = points[y]; row !== 0; row &= row - 1) {
        this.put((y + 1) * stride + lowestBit(row) + 1, own);
      }
    }
  }

  /** Takes every stone off. Side to move, ko and counts of captured stones are left as they were. */
  protected sweep(): void {
    const { board, color, empties, emptyAt, state } = this;
    this.black.fill(0);
    this.white.fill(0);
    color.fill(EDGE);
    this.head.fill(0);
    state[HASH_LOW] = 0;
    state[HASH_HIGH] = 0;
    state[EMPTIES] = board.area;
    board.cellOf.forEach((cell, point) => {
      color[cell] = EMPTY;
      empties[point] = cell;
      emptyAt[cell] = point;
    });
  }
}
