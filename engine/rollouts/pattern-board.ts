import type { Board } from '../board.js';
import { BLACK, EDGE, EMPTY, WHITE, type Color } from '../color.js';
import type { Position } from '../position.js';
import { ChainWatch } from './chain-watch.js';
import { diamondCells, SLOTS } from './diamond.js';
import { placeOf } from './features.js';
import {
  BITS_3X3,
  BITS_DIAMOND,
  canonical,
  exchanged,
  FAR_AT,
  NEIGHBOUR_BITS,
  SELF_ATARI_SUSPECTS,
} from './pattern-code.js';
import type { RolloutTables } from './tables.js';

/** The bits of a pattern's four neighbours. */
const NEIGHBOURS = (1 << NEIGHBOUR_BITS) - 1;

/** The bits of a cell's code that say whether a move there is self-atari: Black's, then White's. */
export const SELF_ATARI_AT = 28;

/**
 * Added and taken away again, it rounds a number below 2³¹ to a multiple of 2⁻²⁰. So sums of masses
 * are exact: what a move changes can be added and subtracted for ever, and a sum of zeros is zero.
 */
const ROUNDING = 1.5 * 2 ** 32;
const LEAST = 2 ** -20;
const GREATEST = 2 ** 22;

/**
 * The mass of every point for either player, as the patterns around it have it, kept up to date move
 * by move, with sums over rows and over the board. It is 0 on stones, suicide and a player's own eyes;
 * a ko is left to others.
 */
export class PatternBoard {
  readonly watch: ChainWatch;
  readonly position: Position;
  /** Cell of an empty point → its pattern, and self-atari of Black and of White. */
  readonly codes: Int32Array;
  /** Cell → mass, for Black and for White. */
  readonly black: Float64Array;
  readonly white: Float64Array;
  /** Row → sum of masses. */
  readonly blackRows: Float64Array;
  readonly whiteRows: Float64Array;
  /** Sum of all masses, by colour. */
  readonly totals = new Float64Array(3);
  /** Cell → place of the diamond around it, for Black and for White, where the policy knows diamonds. */
  readonly blackDiamonds: Int32Array;
  readonly whiteDiamonds: Int32Array;
  /** Cell → place on the board. */
  readonly places: Uint8Array;

  private readonly stride: number;
  private readonly rowOf: Int32Array;
  private readonly slots: Int32Array;
  private readonly isTree: boolean;

  constructor(
    board: Board,
    private readonly tables: RolloutTables,
  ) {
    const { cells, height } = board;
    this.isTree = tables.kind === 'tree';
    this.watch = new ChainWatch(board, this.isTree ? SLOTS : 8);
    this.position = this.watch.position;
    this.stride = board.stride;
    this.rowOf = board.rowOf;
    this.slots = diamondCells(board);
    this.codes = new Int32Array(cells);
    this.black = new Float64Array(cells);
    this.white = new Float64Array(cells);
    this.blackRows = new Float64Array(height);
    this.whiteRows = new Float64Array(height);
    this.blackDiamonds = new Int32Array(this.isTree ? cells : 0);
    this.whiteDiamonds = new Int32Array(this.isTree ? cells : 0);
    this.places = placesOn(board);
  }

  /** Starts from a copy of a position. */
  begin(position: Position): void {
    this.watch.begin(position);
    this.black.fill(0);
    this.white.fill(0);
    this.blackRows.fill(0);
    this.whiteRows.fill(0);
    this.totals.fill(0);
    const { empties, emptyCount } = this.position;
    for (let i = 0; i < emptyCount; i++) this.look(empties[i]);
  }

  /** Plays a cell; 0 passes. */
  play(cell: number): void {
    const { watch } = this;
    if (cell === 0) {
      watch.pass();
      return;
    }
    const { color } = this.position;
    watch.place(cell);
    this.weigh(cell, 0, 0);
    const { changed, changes } = watch;
    for (let i = 0; i < changes; i++) {
      const near = changed[i];
      if (color[near] === EMPTY) this.look(near);
    }
  }

  /** The masses of one player, by cell. */
  masses(color: Color): Float64Array {
    return color === BLACK ? this.black : this.white;
  }

  /** The sums of that player's masses, by row. */
  rows(color: Color): Float64Array {
    return color === BLACK ? this.blackRows : this.whiteRows;
  }

  /** The pattern around a cell: 3×3. */
  nearCode(cell: number): number {
    const { stride } = this;
    const { color } = this.position;
    return (
      this.neighbour(cell - stride) |
      (this.neighbour(cell - 1) << 3) |
      (this.neighbour(cell + 1) << 6) |
      (this.neighbour(cell + stride) << 9) |
      (color[cell - stride - 1] << 12) |
      (color[cell - stride + 1] << 14) |
      (color[cell + stride - 1] << 16) |
      (color[cell + stride + 1] << 18)
    );
  }

  /** What stands two steps away from a cell, in its place in a pattern. */
  farCode(cell: number): number {
    const { slots } = this;
    const { color } = this.position;
    const at = cell * SLOTS + 8;
    const far =
      color[slots[at]] |
      (color[slots[at + 1]] << 2) |
      (color[slots[at + 2]] << 4) |
      (color[slots[at + 3]] << 6);
    return far << FAR_AT;
  }

  /** Whether a stone of that colour would make, or leave, a chain with one liberty, and take nothing. */
  isSelfAtari(cell: number, own: Color): boolean {
    const { color, head } = this.position;
    const { watch, stride } = this;
    const { level } = watch;
    let liberty = 0;
    for (let i = 0; i < 4; i++) {
      const near =
        i === 0 ? cell - stride : i === 1 ? cell - 1 : i === 2 ? cell + 1 : cell + stride;
      const what = color[near];
      let free = 0;
      if (what === EMPTY) {
        free = near;
      } else if (what === own) {
        const chain = head[near];
        if (level[chain] > 2) return false;
        if (level[chain] === 2) free = watch.otherLiberty(chain, cell);
      } else if (what !== EDGE && level[head[near]] === 1) {
        return false;
      }
      if (free === 0 || free === liberty) continue;
      if (liberty !== 0) return false;
      liberty = free;
    }
    return liberty !== 0;
  }

  private neighbour(near: number): number {
    const { color, head } = this.position;
    return ((color[near] & 2) << 1) | this.watch.level[head[near]];
  }

  /** Looks at an empty cell around which something has changed. */
  private look(cell: number): void {
    const { tables } = this;
    const { patterns, places, selfAtari } = tables;
    const code = this.nearCode(cell);
    const suspects = SELF_ATARI_SUSPECTS[code & NEIGHBOURS];
    const trapsBlack = (suspects & 1) !== 0 && this.isSelfAtari(cell, BLACK) ? 1 : 0;
    const trapsWhite = (suspects & 2) !== 0 && this.isSelfAtari(cell, WHITE) ? 1 : 0;
    this.codes[cell] = code | (trapsBlack << SELF_ATARI_AT) | (trapsWhite << (SELF_ATARI_AT + 1));
    const place = places[this.places[cell]];
    let black = patterns[code] * place * selfAtari[trapsBlack];
    let white = patterns[exchanged(code) & BITS_3X3] * place * selfAtari[trapsWhite];
    if (this.isTree) {
      const far = this.farCode(cell);
      this.codes[cell] |= far;
      black *= this.diamond(code | far, this.blackDiamonds, cell);
      white *= this.diamond(exchanged(code | far), this.whiteDiamonds, cell);
    }
    this.weigh(cell, rounded(black), rounded(white));
  }

  /** The factor of a diamond, whose place it notes. */
  private diamond(code: number, at: Int32Array, cell: number): number {
    const place = this.tables.diamondIndex.find(canonical(code & BITS_DIAMOND));
    at[cell] = place;
    return this.tables.diamonds[place];
  }

  /** Gives a cell other masses. */
  private weigh(cell: number, blackMass: number, whiteMass: number): void {
    const { black, white, blackRows, whiteRows, totals } = this;
    const row = this.rowOf[cell];
    const moreBlack = blackMass - black[cell];
    const moreWhite = whiteMass - white[cell];
    black[cell] = blackMass;
    white[cell] = whiteMass;
    blackRows[row] += moreBlack;
    whiteRows[row] += moreWhite;
    totals[BLACK] += moreBlack;
    totals[WHITE] += moreWhite;
  }
}

/** A mass that is exact in sums; only 0 becomes 0. */
function rounded(mass: number): number {
  if (mass === 0) return 0;
  if (mass <= LEAST) return LEAST;
  return mass >= GREATEST ? GREATEST : mass + ROUNDING - ROUNDING;
}

function placesOn(board: Board): Uint8Array {
  const places = new Uint8Array(board.cells);
  board.cellOf.forEach((cell, point) => {
    const x = board.x(point);
    const y = board.y(point);
    places[cell] = placeOf(Math.min(x, board.width - 1 - x), Math.min(y, board.height - 1 - y));
  });
  return places;
}
